/** HMAC-SHA-256 over the time and the body, so that neither can be changed nor sent again later. */

/** "t=1790000000,v1=…": the seconds stand in the header, and under the signature. */
export async function signatureOf(secret: string, seconds: number, body: string): Promise<string> {
  const encoder = new TextEncoder();
  const how = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), how, false, ["sign"]);
  const bytes = await crypto.subtle.sign("HMAC", key, encoder.encode(`${seconds}.${body}`));
  const hex = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `t=${seconds},v1=${hex}`;
}

/** As a receiver checks it: `toleranceS` is how old it may be. */
export async function isSigned(
  { header, body, secret, nowS, toleranceS = 300 }: {
    readonly header: string;
    readonly body: string;
    readonly secret: string;
    readonly nowS: number;
    readonly toleranceS?: number;
  },
): Promise<boolean> {
  const [, seconds] = /^t=(\d{1,12}),v1=[0-9a-f]{64}$/.exec(header) ?? [];
  if (seconds === undefined || Math.abs(nowS - Number(seconds)) > toleranceS) return false;
  return sameText(header, await signatureOf(secret, Number(seconds), body));
}

/** In the same time wherever they differ. */
export function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
