/** Days, years and times of day. */
import { MONTHS } from "../understand/say.ts";
import { inWords, ordinalInWords } from "../understand/say_numbers.ts";

const MONTH = "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|" +
  "Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?";
const YEAR = "(?:19|20)\\d\\d";
const ORDINAL = "(?:st|nd|rd|th)?";

const ISO = /\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b/g;
/** "3/15/2026", "3/15/26", "15.3.2026". */
const FIGURES = /\b(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)\b/g;
/** "3/15" alone is a date where a word before it says so; "1/2" is a half. */
const SHORT = /\b(by|on|until|till|before|after|from|since|to)\s(\d{1,2})\/(\d{1,2})(?![\d/])/gi;
const MONTH_DAY = new RegExp(`\\b(${MONTH})\\s(\\d{1,2})${ORDINAL}\\b(?:,?\\s(${YEAR})\\b)?`, "g");
const DAY_MONTH = new RegExp(
  `\\b(\\d{1,2})${ORDINAL}\\s(${MONTH})(?![\\w])(?:\\s(${YEAR})\\b)?`,
  "g",
);
const MONTH_YEAR = new RegExp(`\\b(${MONTH})\\s(${YEAR})\\b`, "g");
const IN_YEAR = new RegExp(
  `\\b(in|by|of|since|until|till|year|from|before|after|through|early|late|mid|end)[\\s-](${YEAR})\\b(?![,.]\\d)`,
  "gi",
);
const DECADE = /\b((?:19|20)\d)0s\b/g;
const CLOCK = /\b([01]?\d|2[0-3]):([0-5]\d)(?:\s?([ap])\.?\s?m\b\.?)?(?!\d)/gi;
const HOUR = /\b(1[0-2]|[1-9])\s?([ap])\.?m\b\.?/gi;

export function sayDates(text: string, monthFirst: boolean): string {
  const days = text
    .replace(ISO, (_, year, month, day) => sayDay(+month, +day, year) ?? _)
    .replace(FIGURES, (all, one, _, two, year) => sayFigures(+one, +two, monthFirst, year) ?? all)
    .replace(SHORT, (all, before, one, two) => {
      const day = sayFigures(+one, +two, monthFirst, undefined);
      return day === null ? all : `${before} ${day}`;
    })
    .replace(MONTH_DAY, (all, month, day, year) => sayDay(monthOf(month), +day, year) ?? all)
    .replace(DAY_MONTH, (all, day, month, year) => {
      const known = +day >= 1 && +day <= 31;
      const behind = year ? ` ${sayYear(year)}` : "";
      return known ? `${ordinalInWords(+day)} of ${MONTHS[monthOf(month) - 1]}${behind}` : all;
    })
    .replace(MONTH_YEAR, (_, month, year) => `${MONTHS[monthOf(month) - 1]} ${sayYear(year)}`);
  return sayClock(days)
    .replace(IN_YEAR, (_, before, year) => `${before} ${sayYear(year)}`)
    .replace(DECADE, (_, tens) => sayDecade(`${tens}0`));
}

function monthOf(name: string): number {
  const head = name.slice(0, 3).toLowerCase();
  return MONTHS.findIndex((month) => month.toLowerCase().startsWith(head)) + 1;
}

/** null where there is no such day. */
function sayDay(month: number, day: number, year: string | undefined): string | null {
  const name = MONTHS[month - 1];
  if (name === undefined || day < 1 || day > 31) return null;
  return `${name} ${ordinalInWords(day)}${year ? `, ${sayYear(year)}` : ""}`;
}

/** Where only one order makes a day, it is that one. */
function sayFigures(
  one: number,
  two: number,
  monthFirst: boolean,
  year: string | undefined,
): string | null {
  const whole = year?.length === 2 ? `20${year}` : year;
  const [month, day] = monthFirst ? [one, two] : [two, one];
  return sayDay(month, day, whole) ?? sayDay(day, month, whole);
}

/** "twenty twenty-six", "two thousand nine", "nineteen oh five". */
function sayYear(year: string): string {
  const head = Number(year.slice(0, 2));
  const tail = Number(year.slice(2));
  if (head === 20 && tail < 10) return inWords(Number(year));
  if (tail === 0) return `${inWords(head)} hundred`;
  return `${inWords(head)} ${tail < 10 ? "oh " : ""}${inWords(tail)}`;
}

function sayDecade(year: string): string {
  const said = sayYear(year);
  return said.endsWith("y") ? `${said.slice(0, -1)}ies` : `${said}s`;
}

function sayClock(text: string): string {
  return text
    .replace(CLOCK, (_, hour, minute, half) => {
      const hours = inWords(Number(hour));
      const behind = half ? ` ${half.toLowerCase()}.m.` : "";
      if (minute !== "00") return `${hours} ${minuteInWords(minute)}${behind}`;
      return half
        ? `${hours}${behind}`
        : Number(hour) > 12
        ? `${hours} hundred`
        : `${hours} o'clock`;
    })
    .replace(HOUR, (_, hour, half) => `${inWords(Number(hour))} ${half.toLowerCase()}.m.`);
}

function minuteInWords(minute: string): string {
  return minute.startsWith("0") ? `oh ${inWords(Number(minute))}` : inWords(Number(minute));
}
