/** Tells addresses of the public internet from those that lead into a private network. */

/** First address and prefix of what RFC 6890 and its successors keep from the public internet. */
const CLOSED_V4: readonly (readonly [first: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** What is given out, and nothing else, is public; and of that these are not (RFC 4291, 9637). */
const OPEN_V6 = ["2000::", 3] as const;
const CLOSED_V6: readonly (readonly [first: string, bits: number])[] = [
  ["2001::", 23], // Teredo, ORCHID, benchmarks: they carry other addresses, or lead nowhere
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4: an IPv4 address in disguise
  ["3fff::", 20],
];

/** `address`: as a resolver gives it. What can't be read is not public. */
export function isPublic(address: string): boolean {
  const v4 = readV4(address);
  if (v4 !== null) return !CLOSED_V4.some(([first, bits]) => share(v4, readV4(first)!, bits, 32));
  const v6 = readV6(address);
  if (v6 === null) return false;
  const within = ([first, bits]: readonly [string, number]) => share(v6, readV6(first)!, bits, 128);
  return within(OPEN_V6) && !CLOSED_V6.some(within);
}

/** 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  const v4 = readV4(address);
  return v4 !== null ? v4 >> 24n === 127n : readV6(address) === 1n;
}

export function isAddress(text: string): boolean {
  return readV4(text) !== null || readV6(text) !== null;
}

function share(address: bigint, first: bigint, bits: number, width: number): boolean {
  const rest = BigInt(width - bits);
  return address >> rest === first >> rest;
}

function readV4(text: string): bigint | null {
  if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(text)) return null;
  const parts = text.split(".").map(Number);
  if (parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum << 8n | BigInt(part), 0n);
}

/** The URL parser knows every way of writing one, and none with a zone. */
function readV6(text: string): bigint | null {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (!bare.includes(":") || !URL.canParse(`http://[${bare}]/`)) return null;
  const [head, tail] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split("::");
  const left = groups(head!);
  const right = groups(tail ?? "");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<bigint>(zeros).fill(0n), ...right]
    .reduce((sum, group) => sum << 16n | group, 0n);
}

function groups(text: string): bigint[] {
  return text === "" ? [] : text.split(":").map((group) => BigInt(`0x${group}`));
}
