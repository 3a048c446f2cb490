/** `calls show`: one call turn by turn, with times and the evidence in it. */
import { inWords } from "../core/cost.ts";
import { costOfCall, type Spent, unitsOfCall } from "../store/costs.ts";
import { readTurns, type StoredTurn } from "../store/leads.ts";
import { readTimings, type StoredTiming } from "../store/turn_times.ts";
import { thisPerson } from "./actor.ts";
import { callIdOf, type CallRecord, readRecords } from "./call_records.ts";
import { statusColour } from "./call_text.ts";
import { command, quoted } from "./command.ts";
import { withDatabase } from "./database.ts";
import { leadText, scoreText } from "./leads_show.ts";
import { choice, operand } from "./options.ts";
import { coloured, printable, type Screen, thisScreen } from "./terminal.ts";
import { type Unpriced, unpricedOf, unpricedText } from "./unpriced.ts";
import { valueText } from "./value_text.ts";
import { wrappedText } from "./wrapped_text.ts";

export const callsShow = command({
  about: "Show one call: what was said, when, and what came of it",
  more: "What is read is noted in the audit log.",
  operands: { call: operand("CALL", "its id, or the id's first characters") },
  options: { format: choice(["text", "json"], "text", "text if not said") },
  async run({ call: typed, format }, config) {
    const whole = await withDatabase(config, async (sql, sealer) => {
      const reader = { sql, sealer, actor: thisPerson() };
      const id = await callIdOf(sql, typed);
      const [record] = await readRecords(reader, [id]);
      const [turns, timings] = [await readTurns(reader, [id]), await readTimings(sql, id)];
      const [cost, units] = [await costOfCall(sql, id), await unitsOfCall(sql, id)];
      const unpriced = unpricedOf(units, config.costs.prices);
      return record &&
        { ...record, turns, timings, cost: cost && { ...cost, unpricedUnits: unpriced } };
    });
    if (whole === undefined) throw new Error(`The call ${quoted(typed)} was deleted just now`);
    if (format === "json") console.log(JSON.stringify(wholeJson(whole), null, 2));
    else for (const line of callText(whole, config.timeZone, thisScreen())) console.log(line);
    return 0;
  },
});

export interface WholeCall extends CallRecord {
  readonly turns: readonly StoredTurn[];
  readonly timings: readonly StoredTiming[];
  /** Null where it had the use of no provider. */
  readonly cost: (Spent & { readonly unpricedUnits: readonly Unpriced[] }) | null;
}

function wholeJson({ turns, ...rest }: WholeCall) {
  return { ...rest, turns: turns.map(({ call: _call, ...turn }) => turn) };
}

export function callText(whole: WholeCall, timeZone: string, screen: Screen): string[] {
  const { call, lead, turns, timings } = whole;
  const [, ...facts] = leadText({ call, lead: null }, timeZone, screen);
  const ended = call.endedAt === null
    ? []
    : [`Ended     ${call.endReason ?? ""}, by ${call.endedBy}`.replaceAll("_", " ")];
  const status = (lead?.status ?? "none").replaceAll("_", " ");
  const score = lead === null ? "" : `, score ${scoreText(lead)}`;
  return [
    coloured("Call", "bold", screen),
    ...facts,
    ...ended,
    `Lead      ${coloured(status, statusColour(lead?.status), screen)}${score}`,
    ...costLines(whole.cost, screen),
    "",
    ...turns.flatMap((turn) => turnLines(turn, whole, screen)),
    ...(turns.length === 0 ? ["Nothing was said."] : []),
    ...timingLines(timings, screen),
  ];
}

function costLines(cost: WholeCall["cost"], screen: Screen): string[] {
  if (cost === null) return [];
  const { micros, currency, unpricedUnits } = cost;
  const without = unpricedUnits.map((each) => `, without a price of ${unpricedText(each)}`);
  return wrappedText(`Cost      ${inWords(micros)} ${currency}${without.join("")}`, screen, 10);
}

/** "0:07  Caller  stocks and bonds", and what was understood of it. */
function turnLines(turn: StoredTurn, { call, lead, turns }: WholeCall, screen: Screen): string[] {
  const seconds = Math.max(0, (turn.at.getTime() - call.startedAt.getTime()) / 1_000);
  const clock = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const speaker = turn.speaker === "agent" ? "Agent " : "Caller";
  const said = wrappedText(
    `${clock.padStart(5)}  ${speaker}  ${printable(turn.said)}`,
    screen,
    INDENT,
  );
  const isLastOfCaller = turn.speaker === "caller" &&
    turns.findLast((other) => other.speaker === "caller" && other.turn === turn.turn) === turn;
  const found = isLastOfCaller
    ? Object.entries(lead?.fields ?? {}).filter(([, evidence]) => evidence.turn === turn.turn)
    : [];
  const understood = found.map(([field, evidence]) =>
    `${" ".repeat(INDENT)}→ ${field}: ${printable(valueText(evidence.value))}`
  );
  return [...said, ...understood.map((line) => coloured(line, "green", screen))];
}

const INDENT = 15;

/** From the caller's last sound: what a person who looks for slowness wants to know first. */
function timingLines(timings: readonly StoredTiming[], screen: Screen): string[] {
  if (timings.length === 0) return [];
  const lines = timings.flatMap((timing) => wrappedText(timingText(timing), screen, 10));
  return ["", coloured("After the caller's last sound, in ms", "bold", screen), ...lines];
}

function timingText(timing: StoredTiming): string {
  const parts: [string, number | null][] = [
    ["decided", timing.decidedMs],
    ["brain asked", timing.brainAskedMs],
    ["first words", timing.firstTokenMs],
    ["filler", timing.fillerMs],
    ["voice asked", timing.voiceAskedMs],
    ["first sound", timing.firstAudioMs],
    ["answered", timing.firstPacketMs],
    ["heard", timing.lastHeardMs],
    ["interrupted after", timing.interruptedAfterMs],
  ];
  const times = parts.flatMap(([what, ms]) => ms === null ? [] : [`${what} ${ms}`]);
  const fallbacks = timing.fallbacks.map(({ part, to }) => `${part} fell back to ${to}`);
  return `${`turn ${timing.turn}`.padEnd(10)}${[...times, ...fallbacks].join(", ")}`;
}
