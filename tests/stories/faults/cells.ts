/** The fault matrix: each part of speech, each fault, and when it strikes. */
import type { DeepgramStandIn } from "../../standins/deepgram.ts";
import type { Fault, FaultPlan, When } from "../../standins/faults.ts";
import type { OpenAiStandIn } from "../../standins/openai.ts";

export const PARTS = ["ears", "brain", "voice"] as const;
const FAULTS = [
  "429",
  "500",
  "refused",
  "reset",
  "stall",
  "slow drip",
  "garbage",
  "wrong rate",
  "cut JSON",
  "expired key",
] as const;
const MOMENTS = ["before", "during", "after"] as const;

export interface Cell {
  readonly part: typeof PARTS[number];
  readonly fault: typeof FAULTS[number];
  /** Of the caller's speech for ears, of the answer's for brain and voice. */
  readonly when: When;
  /** Befalls the other parts as well. */
  readonly everything?: true;
}

export const CELLS: readonly Cell[] = [
  { part: "ears", fault: "refused", when: "before", everything: true },
  ...PARTS.flatMap((part) =>
    FAULTS.flatMap((fault) => MOMENTS.map((when) => ({ part, fault, when })))
  ),
];

/** Each provider stands alone, so that its door can be shut alone. */
export interface Providers {
  readonly ears: DeepgramStandIn;
  readonly brain: OpenAiStandIn;
  readonly voice: OpenAiStandIn;
}

/** Tells the stand-ins what to do wrong in the call to come. */
export async function prepare(cell: Cell, providers: Providers): Promise<void> {
  const { part, fault, when, everything } = cell;
  if (everything) { for (const each of PARTS) await providers[each].gate.refuse(); }
  else if (fault === "refused" && when === "before") await providers[part].gate.refuse();
  if (fault === "refused" && when === "before") return;
  const wrong = faultOf(fault, when, part);
  if (part === "ears") return listenWrong(providers.ears.faults, wrong, when);
  const plan = part === "brain" ? providers.brain.chatFaults : providers.voice.speechFaults;
  if ("when" in wrong) return plan.next(wrong);
  plan.next(...healthy(MOMENTS.indexOf(when)), wrong);
}

/** What has no middle befalls the first, the second or the third request of a call. */
function healthy(count: number): null[] {
  return Array.from({ length: count }, () => null);
}

/** … and of ears the first line, or the next one after a cut: in the middle of speech, or behind it. */
function listenWrong(plan: FaultPlan, wrong: Fault, when: When): void {
  if ("when" in wrong) return plan.next(wrong);
  if (when !== "before") plan.next({ type: "reset", when });
  plan.always(wrong);
}

function faultOf(fault: Cell["fault"], when: When, part: Cell["part"]): Fault {
  switch (fault) {
    case "429":
      return { type: "status", status: 429, retryAfterSeconds: 5 };
    case "500":
      return { type: "status", status: 500 };
    case "expired key":
      return { type: "status", status: 401 };
    case "refused":
      return { type: "refuse", when };
    case "slow drip":
      return { type: "drip", pieceMs: part === "ears" ? 2_000 : 450 };
    case "wrong rate":
      return { type: "wrong_rate" };
    case "cut JSON":
      return { type: "cut_json", when };
    default:
      return { type: fault, when };
  }
}
