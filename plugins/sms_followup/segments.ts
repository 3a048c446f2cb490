/** How many parts an SMS is sent in: each is paid. GSM 03.38 and UCS-2, as 3GPP TS 23.038 has them. */

const GSM = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
    "¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** These take two places. */
const GSM_EXTENDED = new Set("^{}\\[~]|€\f");
const PLACES = { gsm: { one: 160, many: 153 }, ucs2: { one: 70, many: 67 } } as const;

export function segmentsOf(text: string): { encoding: "gsm" | "ucs2"; segments: number } {
  const letters = [...text];
  const isGsm = letters.every((letter) => GSM.has(letter) || GSM_EXTENDED.has(letter));
  const encoding = isGsm ? "gsm" : "ucs2";
  const width = (letter: string) => isGsm ? (GSM_EXTENDED.has(letter) ? 2 : 1) : letter.length;
  const widths = letters.map(width);
  const places = widths.reduce((sum, each) => sum + each, 0);
  const { one, many } = PLACES[encoding];
  if (places <= one) return { encoding, segments: 1 };
  return { encoding, segments: packed(widths, many) };
}

/** No letter is cut in two: what does not fit begins the next part. */
function packed(widths: readonly number[], places: number): number {
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > places) {
      segments++;
      used = 0;
    }
    used += width;
  }
  return segments;
}
