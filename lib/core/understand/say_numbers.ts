/** Numbers in English words. */

const SMALL = ("zero one two three four five six seven eight nine ten eleven twelve thirteen " +
  "fourteen fifteen sixteen seventeen eighteen nineteen").split(" ");
const TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES: readonly (readonly [number, string])[] = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
  [1e3, "thousand"],
];
const ORDINALS: Readonly<Record<string, string>> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

/** 0 to 999 trillion; fractions are said digit by digit. */
export function inWords(value: number): string {
  if (value < 0) return `minus ${inWords(-value)}`;
  const whole = Math.floor(value);
  const decimals = String(value).split(".")[1];
  if (decimals) return `${inWords(whole)} point ${[...decimals].map(digitsInWords).join(" ")}`;
  if (whole < 20) return SMALL[whole]!;
  if (whole < 100) return tens(whole);
  if (whole < 1_000) return hundreds(whole);
  for (const [scale, name] of SCALES) {
    if (whole < scale) continue;
    const rest = whole % scale;
    const head = `${inWords(Math.floor(whole / scale))} ${name}`;
    return rest === 0 ? head : `${head} ${inWords(rest)}`;
  }
  return String(value);
}

function tens(value: number): string {
  const unit = value % 10;
  return unit === 0 ? TENS[value / 10]! : `${TENS[Math.floor(value / 10)]}-${SMALL[unit]}`;
}

function hundreds(value: number): string {
  const rest = value % 100;
  const head = `${SMALL[Math.floor(value / 100)]} hundred`;
  return rest === 0 ? head : `${head} ${inWords(rest)}`;
}

export function digitsInWords(digits: string): string {
  return [...digits].map((digit) => SMALL[Number(digit)] ?? digit).join(" ");
}

/** 1 to 99: "twenty-first". */
export function ordinalInWords(value: number): string {
  const words = inWords(value).split("-");
  const last = words.pop()!;
  const ordinal = ORDINALS[last] ?? (last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ordinal].join("-");
}
