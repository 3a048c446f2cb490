/** Minor units of currencies (ISO 4217). */

/** Decimal places where they are not two. */
const DECIMALS: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  UGX: 0,
  XAF: 0,
  XOF: 0,
  KWD: 3,
  BHD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
};

export function minorUnits(currency: string): number {
  return 10 ** (Object.hasOwn(DECIMALS, currency) ? DECIMALS[currency]! : 2);
}

export function toMinor(value: number, currency: string): number {
  return Math.round(value * minorUnits(currency));
}
