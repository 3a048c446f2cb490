/** The agent's own words, come back through the caller's microphone, are no answer. */
import { type Found, type Lexicon } from "./lexicon.ts";
import { numberTableOf } from "./number_table.ts";
import { type Token, tokenize } from "./tokens.ts";

/** So many words in the agent's own order are an echo; fewer may be the caller's choice of words. */
const ECHO_WORDS = 4;
/** Agent lines whose word runs are kept at hand. */
const LINES_MAX = 512;

/** The words of a line, and every run of ECHO_WORDS of them. */
interface Line {
  readonly words: ReadonlySet<string>;
  readonly runs: ReadonlySet<string>;
  /** All of it, each word behind a space. */
  readonly whole: string;
}

const linesByLexicon = new WeakMap<Lexicon, Map<string, Line>>();

export function withoutEcho(
  text: string,
  agentSaid: string,
  lexicon: Lexicon,
): { tokens: Token[]; found: Found[] } {
  const tokens = tokenize(text, lexicon.language);
  const found = lexicon.find(tokens);
  if (tokens.length < ECHO_WORDS || agentSaid === "") return { tokens, found };
  const line = lineOf(agentSaid, lexicon);
  if (line.whole.endsWith(spaced(tokens))) return { tokens: [], found: [] }; // its beginning was cut
  const echo = echoOf(tokens, line);
  if (echo === null) return { tokens, found };
  keepAnswers(tokens, found, echo, lexicon);
  const rest = leftOver(tokens, echo);
  return rest.length === tokens.length
    ? { tokens, found }
    : { tokens: rest, found: lexicon.find(rest) };
}

function lineOf(text: string, lexicon: Lexicon): Line {
  let lines = linesByLexicon.get(lexicon);
  if (!lines || lines.size >= LINES_MAX) {
    lines = new Map();
    linesByLexicon.set(lexicon, lines);
  }
  let line = lines.get(text);
  if (!line) {
    const tokens = tokenize(text, lexicon.language);
    const words = new Set(tokens.map(({ word }) => word));
    line = { words, runs: runsOf(tokens), whole: spaced(tokens) };
    lines.set(text, line);
  }
  return line;
}

function spaced(tokens: readonly Token[]): string {
  return tokens.map(({ word }) => ` ${word}`).join("");
}

function runAt(tokens: readonly Token[], at: number): string {
  let run = "";
  for (let next = at; next < at + ECHO_WORDS; next++) run += `${tokens[next]!.word} `;
  return run;
}

/** Runs end with their sentence: "like to invest in stocks" is no echo of "… to invest in? Stocks …". */
function runsOf(tokens: readonly Token[]): ReadonlySet<string> {
  const runs = new Set<string>();
  for (let at = 0; at + ECHO_WORDS <= tokens.length; at++) {
    const inner = tokens.slice(at + 1, at + ECHO_WORDS);
    if (inner.every(({ pause }) => pause < 2)) runs.add(runAt(tokens, at));
  }
  return runs;
}

/** By token: 1 where it belongs to a run of the agent's words; null where none does. */
function echoOf(tokens: readonly Token[], { words, runs }: Line): Uint8Array | null {
  let echo: Uint8Array | null = null;
  let shared = 0;
  for (let end = 1; end <= tokens.length; end++) {
    shared = words.has(tokens[end - 1]!.word) ? shared + 1 : 0;
    const at = end - ECHO_WORDS;
    if (shared < ECHO_WORDS || !runs.has(runAt(tokens, at))) continue;
    echo ??= new Uint8Array(tokens.length);
    echo.fill(1, at, end);
  }
  return echo;
}

/** Words that may stand in an answer however many they are: "stocks, bonds, funds, real estate". */
const ANSWER_KINDS: readonly string[] = ["option", "currency", "horizon", "between", "within"];

/** A run that holds nothing but answers is kept, unless it still offers them with "or". */
function keepAnswers(
  tokens: readonly Token[],
  found: readonly Found[],
  echo: Uint8Array,
  lexicon: Lexicon,
): void {
  const table = numberTableOf(lexicon.language);
  const { timeUnits } = lexicon.language;
  const answers = new Uint8Array(tokens.length);
  for (const { meaning, from, to } of found) {
    if (ANSWER_KINDS.includes(meaning.kind)) answers.fill(1, from, to);
  }
  for (const [at, { word, number }] of tokens.entries()) {
    if (number !== null || table.has(word) || Object.hasOwn(timeUnits, word)) answers[at] = 1;
  }
  for (let from = 0; from < tokens.length; from++) {
    if (!echo[from]) continue;
    let to = from;
    while (to < tokens.length && echo[to]) to++;
    if (answers.subarray(from, to).every((answer) => answer === 1)) echo.fill(0, from, to);
    from = to;
  }
}

/** The tokens that are no echo; what comes after an echo begins anew. */
function leftOver(tokens: readonly Token[], echo: Uint8Array): Token[] {
  const rest: Token[] = [];
  for (const [at, token] of tokens.entries()) {
    if (echo[at]) continue;
    rest.push(at > 0 && echo[at - 1] ? { ...token, pause: 2 } : token);
  }
  return rest;
}
