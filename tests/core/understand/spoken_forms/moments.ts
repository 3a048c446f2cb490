/** When to call: a day, an hour, and now and then the zone that the caller thinks in. */
import { around, type Draw, fill, type SpokenForm } from "./form.ts";
import { inWords, ordinal, ordinalFigure } from "./numbers.ts";

/** The talk is on Monday 4 May 2026, ten in the morning in New York, the caller's zone. */
const TODAY = Date.UTC(2026, 4, 4);
const DAY_MS = 86_400_000;
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const MONTHS = ("January February March April May June July August September October November " +
  "December").split(" ");

/** Offset in May; the name as it is said. */
const ZONES = [
  ["pacific time", "-07:00"],
  ["pacific", "-07:00"],
  ["mountain time", "-06:00"],
  ["central time", "-05:00"],
  ["central", "-05:00"],
  ["eastern time", "-04:00"],
  ["eastern", "-04:00"],
  ["london time", "+01:00"],
  ["berlin time", "+02:00"],
  ["utc", "+00:00"],
  ["PST", "-07:00"],
  ["EST", "-04:00"],
  ["california time", "-07:00"],
  ["new york time", "-04:00"],
] as const;
/** Summer time by its own names only where the clock agrees: "PST" in May is said of Pacific time. */
const HERE = "-04:00";

interface Day {
  readonly said: string;
  readonly date: Date;
}

function drawDay(draw: Draw): Day {
  const ahead = draw.between(1, 24);
  const date = new Date(TODAY + ahead * DAY_MS);
  const month = MONTHS[date.getUTCMonth()]!;
  const number = date.getUTCDate();
  const ways = [
    `${month} ${ordinal(number)}`,
    `${month} ${ordinalFigure(number)}`,
    `${month} ${number}`,
    `the ${ordinal(number)} of ${month}`,
    `on ${month} the ${ordinal(number)}`,
  ];
  if (date.getUTCMonth() === 4) {
    ways.push(`the ${ordinal(number)}`, `on the ${ordinalFigure(number)}`);
  }
  const weekday = WEEKDAYS[date.getUTCDay()]!;
  if (ahead < 7) {
    ways.push(weekday, weekday, `on ${weekday}`, `this ${weekday}`, `${weekday} coming`);
  }
  if (ahead >= 7 && ahead <= 13) ways.push(`${weekday} next week`, `next week ${weekday}`);
  if (ahead === 1) ways.push("tomorrow", "tomorrow", "tomorrow");
  if (ahead === 2) ways.push("the day after tomorrow", "day after tomorrow");
  return { said: draw.one(ways), date };
}

interface Clock {
  readonly said: string;
  readonly hour: number;
  readonly minute: number;
}

const PLAIN = { and: false, hyphen: false, article: false };

function drawClock(draw: Draw): Clock {
  const hour = draw.between(8, 19);
  const minute = draw.one([0, 0, 0, 15, 30, 45, 20, 5, 40]);
  const twelve = hour > 12 ? hour - 12 : hour;
  const half = hour < 12 ? "am" : "pm";
  const word = inWords(twelve, PLAIN);
  const part = hour < 12 ? "in the morning" : hour < 18 ? "in the afternoon" : "in the evening";
  const ends = [` ${half}`, ` ${half[0]} m`, ` ${half[0]}.m.`, ` ${part}`];
  const minutes = String(minute).padStart(2, "0");
  const spoken = minute === 0
    ? word
    : `${word} ${minute < 10 ? "oh " : ""}${inWords(minute, PLAIN)}`;
  const ways = ends.map((end) => spoken + end);
  ways.push(`${twelve}${minute === 0 ? "" : `:${minutes}`} ${half}`, `${hour}:${minutes}`);
  ways.push(`${twelve}${minute === 0 ? "" : `:${minutes}`}${half}`);
  if (minute === 0) ways.push(`${word} o'clock ${part}`, `${twelve} ${part}`);
  if (minute === 15) ways.push(`quarter past ${word} ${part}`, `a quarter past ${word} ${part}`);
  if (minute === 30) ways.push(`half past ${word} ${part}`);
  if (minute === 45) {
    const next = inWords(twelve === 12 ? 1 : twelve + 1, PLAIN);
    if (hour !== 11 && hour !== 17) {
      ways.push(`quarter to ${next} ${part}`, `a quarter to ${next} ${part}`);
    }
  }
  if (minute === 20) ways.push(`twenty past ${word} ${part}`);
  if (hour === 12 && minute === 0) ways.push("noon", "noon", "midday");
  // Business hours: a bare "nine" is in the morning, a bare "three" in the afternoon.
  if (hour >= 9 && hour <= 17) ways.push(spoken, spoken);
  return { said: draw.one(ways), hour, minute };
}

const CUES = (
  "X|X|X|X|call me X|X works|X would be good|X please|how about X|can you call X|let's say X|" +
  "X is best|maybe X|X is fine|i'm free X|X would be great|sometime X|you can call me X"
).split("|");

export function moment(draw: Draw): SpokenForm {
  const day = drawDay(draw);
  const clock = drawClock(draw);
  const zoned = draw.chance(0.2);
  const [zone, offset] = zoned ? draw.one(ZONES) : ["", HERE];
  const bare = !/\d|m\b|\./.test(clock.said) || /noon|midday/.test(clock.said);
  const at = bare || draw.chance(0.8) ? "at " : ""; // "May eleventh eleven" is nobody's hour
  const time = `${at}${clock.said}${zoned ? ` ${zone}` : ""}`;
  const said = draw.chance(0.85)
    ? `${day.said} ${time}`
    : `${time}${zoned ? "," : ""} ${
      day.said.startsWith("on") || day.said === "tomorrow" ? "" : "on "
    }${day.said}`;
  const iso = `${day.date.toISOString().slice(0, 10)}T${two(clock.hour)}:${
    two(clock.minute)
  }:00${offset}`;
  return {
    kind: zoned ? "callback time: zone" : "callback time",
    asked: "callback_time",
    said: around(draw, fill(draw.one(CUES), { X: said })),
    noted: { callback: { wanted: true, at: iso, consent: true } },
  };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
