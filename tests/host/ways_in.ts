/** Ways into a private network that a plugin's request might try, and legal ones beside them. */

/** Private networks, this machine, its neighbours and its cloud, as dotted decimals. */
export const CLOSED = (
  "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.254 100.64.0.1 100.127.9.9 127.0.0.1 127.1.2.3 " +
  "127.255.255.254 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.1 192.0.0.8 192.0.2.7 " +
  "192.88.99.1 192.168.0.1 192.168.255.254 198.18.0.1 198.19.255.1 198.51.100.9 203.0.113.200 " +
  "224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255"
).split(" ");
const CLOSED_V6 = (
  ":: ::1 fe80::1 febf::9 fec0::1 fc00::1 fd00:ec2::254 fdff::1 ff02::1 ff05::2 2001:db8::1 " +
  "2001::1 2001:10::1 64:ff9b:1::1 100::1 3fff::1 4000::1 5f00::1"
).split(" ");
export const OPEN = (
  "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 93.184.215.14 100.63.255.255 100.128.0.1 126.9.9.9 " +
  "128.0.0.1 169.253.1.1 169.255.1.1 172.15.9.9 172.32.0.1 191.255.255.1 192.0.1.1 192.0.3.1 " +
  "192.88.98.1 192.167.1.1 192.169.1.1 198.17.1.1 198.20.0.1 198.51.99.1 198.51.101.1 " +
  "203.0.112.1 203.0.114.1 223.255.255.1"
).split(" ");
const OPEN_V6 = (
  "2606:4700::6810:1 2a00:1450:4001::200e 2001:4860:4860::8888 2001:200::1 2003::1 " +
  "2620:fe::fe 3ffe::1 2400:cb00::1"
).split(" ");
/** Of those whose networks differ. */
const NOT_OURS = CLOSED.filter((address) => !address.startsWith("127."));
const TELLING = "0.0.0.0 10.0.0.1 100.64.0.1 169.254.169.254 172.16.0.1 192.168.0.1".split(" ");

export interface Way {
  /** "decimal", "redirect", … */
  readonly kind: string;
  readonly url: string;
  /** What the operator has allowed: the host itself wherever that is possible. */
  readonly hosts: readonly string[];
  /** What the resolver answers, one time after the other. */
  readonly answers: readonly (readonly string[])[];
}

/** `near`: host and port of a server on this machine that redirects as its query says. */
export function waysIn(near: string): Way[] {
  return [
    ...NOT_OURS.map((address) => literal("literal", address, address)),
    ...["127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]"].map((host) =>
      way("loopback", `https://${host}/`, ["*.example.com"])
    ),
    ...CLOSED.map((address) => literal("IPv6-mapped", `[::ffff:${address}]`)),
    ...CLOSED_V6.filter((address) => address !== "::1")
      .map((address) => literal("IPv6", `[${address}]`)),
    ...TELLING.flatMap((address) => carried(address).map((host) => literal("carried", host))),
    ...TELLING.flatMap(spelt),
    ...[...CLOSED, ...CLOSED_V6].map((address) => named("name", [[address]])),
    ...[...CLOSED, ...CLOSED_V6].map((address) => named("mixed answer", [[OPEN[0]!, address]])),
    ...[[], ["fe80::1%eth0"], ["nonsense"]].map((answer) => named("odd answer", [answer])),
    ...TELLING.map((address) => rebinding(near, address)),
    ...redirects(near),
    ...disguised(),
  ];
}

/** Each to another address, and none like another. */
export function legalWays(): Way[] {
  const names = [...OPEN, ...OPEN_V6].map((address, at) => ({
    ...named("name", [[address]]),
    url: `https://api${at}.example.com/v1`,
  }));
  const literals = [...OPEN.slice(0, 6), ...OPEN_V6.slice(0, 3).map((address) => `[${address}]`)]
    .map((host) => literal("literal", host));
  const [first, second] = [[OPEN[0]!], [OPEN[1]!]];
  return [
    ...names,
    ...literals,
    literal("decimal", "134744072", "8.8.4.8", "8.8.8.8"),
    literal("hexadecimal", "0x01010101", "1.1.1.1"),
    { ...named("several answers", [[...first, ...second, OPEN_V6[0]!]]) },
    way("trailing dot", "https://www.example.com./", ["www.example.com"], [first]),
    way("port", "https://www.example.com:8443/", ["www.example.com:8443"], [first]),
    way("deep name", "https://a.b.c.example.com/", ["*.example.com"], [second]),
    way("unicode name", "https://b\u00fccher.example.com/", ["*.example.com"], [second]),
  ];
}

function way(
  kind: string,
  url: string,
  hosts: readonly string[],
  answers: Way["answers"] = [],
): Way {
  return { kind, url, hosts, answers };
}

/** Allowed in each of the spellings. */
function literal(kind: string, host: string, ...hosts: readonly string[]): Way {
  return way(kind, `https://${host}/`, [host, ...hosts]);
}

function named(kind: string, answers: Way["answers"]): Way {
  return way(kind, "https://www.example.com/", ["*.example.com"], answers);
}

/** IPv6 addresses that carry one of IPv4: NAT64, 6to4, "compatible", Teredo. */
function carried(address: string): string[] {
  const [a, b, c, d] = address.split(".").map(Number) as [number, number, number, number];
  const [high, low] = [(a << 8 | b).toString(16), (c << 8 | d).toString(16)];
  return [
    `[64:ff9b::${address}]`,
    `[2002:${high}:${low}::1]`,
    ...(address === "0.0.0.0" ? [] : [`[::${address}]`]),
    `[2001:0:${high}:${low}::1]`,
  ];
}

/** One number, octal and hexadecimal parts, parts left out, digits of other scripts, a dot at the end. */
function spelt(address: string): Way[] {
  const parts = address.split(".").map(Number);
  const whole = parts.reduce((sum, part) => sum * 256 + part, 0);
  const wide = (text: string) =>
    text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + +digit));
  const bold = (text: string) =>
    text.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + +digit));
  const spellings: Readonly<Record<string, string>> = {
    decimal: String(whole),
    hexadecimal: `0x${whole.toString(16)}`,
    octal: parts.map((part) => `0${part.toString(8)}`).join("."),
    "hexadecimal parts": parts.map((part) => `0x${part.toString(16)}`).join("."),
    "two parts": `${parts[0]}.${parts[1]! * 65_536 + parts[2]! * 256 + parts[3]!}`,
    "three parts": `${parts[0]}.${parts[1]}.${parts[2]! * 256 + parts[3]!}`,
    "wide digits": wide(address),
    "bold digits": bold(address),
    "ideographic dots": address.replaceAll(".", "\u3002"),
    "trailing dot": `${address}.`,
  };
  return Object.entries(spellings).map(([kind, host]) => literal(kind, host, address));
}

/** The name leads to this machine, where it is allowed, and then elsewhere: it redirects to itself. */
function rebinding(near: string, address: string): Way {
  const host = near.replace("127.0.0.1", "localhost");
  const url = `http://${host}/?${new URLSearchParams({ to: `http://${host}/`, status: "307" })}`;
  return way("rebinding", url, [host], [["127.0.0.1"], [address]]);
}

function redirects(near: string): Way[] {
  const to = (
    goal: string,
    status: number,
    hosts: readonly string[],
    answers: Way["answers"] = [],
  ) =>
    way(
      "redirect",
      `http://${near}/?${new URLSearchParams({ to: goal, status: String(status) })}`,
      [
        near,
        ...hosts,
      ],
      answers,
    );
  const metadata = [302, 307].flatMap((status) =>
    TELLING.map((address) => to(`https://${address}/latest/meta-data/`, status, [address]))
  );
  const others = [301, 302, 303, 307, 308].flatMap((status) => [
    to("https://inside.example.com/", status, ["*.example.com"], [["192.168.0.1"]]),
    to("https://[::ffff:169.254.169.254]/", status, ["[::ffff:169.254.169.254]"]),
    to("file:///etc/passwd", status, []),
    to("https://elsewhere.test/", status, []),
  ]);
  return [...metadata, ...others];
}

/** Another host, port or scheme than the one that is allowed, or one that only looks like it. */
function disguised(): Way[] {
  const hosts = ["www.example.com"];
  const urls = [
    ...["ftp://www.example.com/", "file:///etc/passwd", "gopher://www.example.com/"],
    ...["http://www.example.com/", "https://www.example.com:22/", "https://www.example.com:6379/"],
    ...["https://user:pw@www.example.com/", "https://169.254.169.254@www.example.com/"],
    ...["https://www.example.com@169.254.169.254/", "https://www.example.com:x@10.0.0.1/"],
    ...["https://example.com/", "https://wwwexample.com/", "https://www.example.com.evil.test/"],
    ...["https://evil.test/?www.example.com", "https://evil.test#@www.example.com/"],
    ...["https://www.example.com../", "https://www.ex\u0430mple.com/", "https://localhost./"],
  ];
  return urls.map((url) => way("disguised", url, hosts, [[OPEN[0]!]]));
}
