/** Names, telephone numbers and e-mail addresses. */
import { around, type Draw, fill, type SpokenForm } from "./form.ts";
import { digitWords, inWords } from "./numbers.ts";

const FIRST = (
  "Maria John Fatima Wei Priya James Olga Pedro Anna Michael Sarah David Emma Robert Linda Kevin " +
  "Laura Daniel Julia Ahmed Sofia Thomas Nina Carlos Emily Patrick Rachel George Hannah Victor " +
  "Barbara Steven Karen Brian Susan Jessica Peter Amanda Richard Elizabeth Rajesh Yuki Ingrid"
).split(" ");
const LAST = (
  "Smith Garcia Johnson Patel Nguyen Müller Kowalski Rossi Brown O'Connor Lee Martinez Schmidt " +
  "Williams Kim Novak Jones Fernandez Anderson Silva Tanaka Cohen Murphy Thompson Ivanov Hansen " +
  "Robinson Clarke Dubois Walker Singh Baker Peterson McDonald Chen Rodriguez"
).split(" ");

const NAME_CUES = (
  "my name is X|my name's X|this is X|hi this is X|i'm X|the name is X|my full name is X|" +
  "hello my name is X|you are speaking with X|this is X speaking|my name is X by the way|name is X"
).split("|");

export function name(draw: Draw): SpokenForm {
  const first = draw.one(FIRST);
  const full = draw.chance(0.7) ? `${first} ${draw.one(LAST)}` : first;
  const cue = draw.one([...NAME_CUES, "you can call me X", "call me X", "X here", "X speaking"]);
  const lower = draw.chance(0.3) && !cue.startsWith("X");
  const spoken = lower ? full.toLowerCase() : full;
  const said = fill(cue, { X: spoken });
  const noted = lower ? full.replace("McD", "Mcd") : full;
  return {
    kind: "name",
    asked: "nothing",
    said: draw.chance(0.5) ? said : `${said[0]!.toUpperCase()}${said.slice(1)}.`,
    noted: { name: noted },
  };
}

const AREAS = "202 212 305 312 415 512 617 646 702 718 917 206 404 503 713".split(" ");

function drawAmerican(draw: Draw): string {
  const rest = String(draw.between(200, 999)) + String(draw.between(1_000, 9_999));
  const line = draw.chance(0.4) ? `55501${draw.between(10, 99)}` : rest;
  return draw.one(AREAS) + line;
}

/** One group of digits, in one of the ways in which people read them out. */
function sayGroup(draw: Draw, group: string): string {
  const zero = draw.one(["oh", "zero", "zero", "o"]);
  const same = /^(\d)\1\1$/.exec(group);
  if (same && draw.chance(0.4)) return `triple ${digitWords(same[1]!, zero)[0]}`;
  if (group.length === 4 && draw.chance(0.25) && !/^.?0|^..0/.test(group)) {
    return `${pair(group.slice(0, 2))} ${pair(group.slice(2))}`;
  }
  const said: string[] = [];
  const words = digitWords(group, zero);
  for (let at = 0; at < group.length; at++) {
    if (group[at] === group[at + 1] && group[at + 2] !== group[at] && draw.chance(0.2)) {
      said.push(`double ${words[at]}`);
      at++;
    } else said.push(words[at]!);
  }
  return said.join(" ");
}

function pair(digits: string): string {
  return inWords(Number(digits), { and: false, hyphen: false, article: false });
}

const PHONE_CUES = (
  "X|X|X|X|it's X|my number is X|you can reach me at X|sure it's X|yes it's X|the number is X|" +
  "call me at X|that would be X"
).split("|");

export function american(draw: Draw): SpokenForm {
  const digits = drawAmerican(draw);
  const groups = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  const said = draw.one([
    () => groups.map((group) => sayGroup(draw, group)).join(draw.one([" ", ", "])),
    () => groups.map((group) => sayGroup(draw, group)).join(" "),
    () => `(${groups[0]}) ${groups[1]}-${groups[2]}`,
    () => groups.join(draw.one(["-", " ", "."])),
    () => digits,
    () => [...digits].join(" "),
    () => `plus one ${groups.map((group) => sayGroup(draw, group)).join(" ")}`,
    () => `area code ${sayGroup(draw, groups[0]!)}, ${sayGroup(draw, groups[1]! + groups[2]!)}`,
    () => `+1 ${groups.join(" ")}`,
    () => `one ${groups.map((group) => sayGroup(draw, group)).join(", ")}`,
  ])();
  return phoneForm(draw, "phone: american", said, `+1${digits}`);
}

const ABROAD = [
  ["44", ["7700900XXX", "2079460XXX", "1632960XXX"]],
  ["49", ["30901820XX", "15123456XXX", "8912345XXX"]],
  ["33", ["6123456XX", "1423456XX"]],
  ["91", ["98765432XX", "99887766XX"]],
  ["61", ["4123456XX", "2912345XX"]],
  ["34", ["6123456XX"]],
] as const;

export function abroad(draw: Draw): SpokenForm {
  const [country, plans] = draw.one(ABROAD);
  const digits = draw.one(plans).replace(/X/g, () => String(draw.int(10)));
  const groups = digits.match(/\d{2,4}?(?=(\d{2,3})*$)/g) ?? [digits];
  const said = draw.one([
    () => `plus ${digitWords(country).join(" ")} ${groups.map((g) => sayGroup(draw, g)).join(" ")}`,
    () => `plus ${pair(country)} ${groups.map((g) => digitWords(g).join(" ")).join(" ")}`,
    () => `+${country} ${groups.join(" ")}`,
    () => `+${country}${digits}`,
    () =>
      `zero zero ${digitWords(country).join(" ")} ${
        groups.map((g) => sayGroup(draw, g)).join(" ")
      }`,
  ])();
  return phoneForm(draw, "phone: abroad", said, `+${country}${digits}`);
}

function phoneForm(draw: Draw, kind: string, said: string, e164: string): SpokenForm {
  return {
    kind,
    asked: "phone",
    said: around(draw, fill(draw.one(PHONE_CUES), { X: said })),
    noted: { phone: { e164, source: "spoken" } },
  };
}

const DOMAINS = (
  "gmail.com yahoo.com outlook.com hotmail.com icloud.com example.org company-mail.net " +
  "web.de yahoo.co.uk aol.com acme.io proton.me mail.example.com"
).split(" ");

export function email(draw: Draw): SpokenForm {
  const first = draw.one(FIRST).toLowerCase();
  const last = draw.one(LAST).toLowerCase().replace(/[^a-z]/g, "");
  const number = draw.one(["", "", "", "7", "42", "88", "99", "123", "2024"]);
  const sign = draw.one([".", ".", "_", "-", ""]);
  const local = `${first}${sign}${last}${number}`;
  const domain = draw.one(DOMAINS);
  const spoken = draw.chance(0.75);
  const said = spoken
    ? sayAddress(draw, [first, sign, last, number], domain)
    : `${local}@${domain}`;
  const cue = draw.one([
    "my email is X",
    "it's X",
    "my email address is X",
    "you can write to X",
    "email me at X",
    "send it to X",
    "X is my email",
    "the email is X",
  ]);
  return {
    kind: spoken ? "e-mail: spoken" : "e-mail: written",
    asked: "nothing",
    said: fill(cue, { X: said }),
    noted: { email: `${local}@${domain}` },
  };
}

function sayAddress(
  draw: Draw,
  [first, sign, last, number]: readonly string[],
  domain: string,
): string {
  const signs: Readonly<Record<string, string>> = {
    ".": "dot",
    _: "underscore",
    "-": draw.one(["dash", "hyphen"]),
    "": "",
  };
  const spell = draw.chance(0.15);
  const name = spell ? [...first!].join(" ") : first;
  const figures = number === "" ? "" : draw.one([number!, digitWords(number!).join(" ")]);
  const host = domain.replace(/-/g, " dash ").replace(/\./g, " dot ");
  const end = figures === "" ? last : `${last} ${figures}`;
  return [name, signs[sign!], end, "at", host].filter((part) => part !== "").join(" ");
}
