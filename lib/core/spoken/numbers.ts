/** What is left of figures: ranges, fractions, ordinals, counts. */
import { inWords, ordinalInWords } from "../understand/say_numbers.ts";
import { DASH, FIGURE, sayFigure, sayScaled } from "./figure.ts";

const FRACTIONS: Readonly<Record<string, string>> = {
  "1/2": "one half",
  "1/3": "one third",
  "2/3": "two thirds",
  "1/4": "one quarter",
  "3/4": "three quarters",
};
const FRACTION = /(?<![\w/.])(?:(\d+)\s)?([123]\/[234])(?![\w/])/g;
const RANGE = new RegExp(`(?<![\\w.-])(${FIGURE})${DASH}(${FIGURE})(?![\\w-])`, "g");
const ORDINAL = /\b(\d{1,2})(?:st|nd|rd|th)\b/g;
const SCALED = new RegExp(`(?<![\\w.])(${FIGURE})\\s?(k|mm|m|bn)(?!\\w)`, "gi");
const MINUS = /(?<=^|\s)-(?=\d)/g;
const SINGLE = new RegExp(FIGURE, "g");

export function sayNumbers(text: string): string {
  return text
    .replace(FRACTION, (all, whole, part) => {
      const said = FRACTIONS[part];
      if (said === undefined) return all;
      return whole ? `${inWords(Number(whole))} and ${said}` : said;
    })
    .replace(RANGE, (_, low, high) => `${sayFigure(low)} to ${sayFigure(high)}`)
    .replace(ORDINAL, (_, figure) => ordinalInWords(Number(figure)))
    .replace(SCALED, (_, figure, scale) => sayScaled(figure, scale))
    .replace(MINUS, "minus ")
    .replace(
      SINGLE,
      (figure, at: number, all: string) =>
        `${/\p{L}$/u.test(all.slice(0, at)) ? " " : ""}${sayFigure(figure)}${
          /^\p{L}/u.test(all.slice(at + figure.length)) ? " " : ""
        }`,
    );
}
