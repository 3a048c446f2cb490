/** What a hook may answer. Types end where a plugin is compiled elsewhere: each answer is looked at. */
import { z } from "zod";
import type { Changed, Decided, Delivered } from "./contract.ts";
import type { HookId } from "./hook_names.ts";
import {
  CELL_CHARS,
  CONTEXT_CHARS,
  CONTEXT_LINES,
  RECEIPT_CHARS,
  RECEIPT_IDS,
  TEXT_CHARS,
  TONE_CHARS,
  TOOL_ANSWER_CHARS,
} from "./limits.ts";

// Each schema is made once: making one takes longer than all the rest of a question.
const NAME = z.string().min(1).max(100).optional();
const words = (chars: number) => z.string().max(chars).nullable();

const CHANGED = {
  text: z.string().min(1).max(TEXT_CHARS).optional(),
  context: z.array(z.string().max(CONTEXT_CHARS)).max(CONTEXT_LINES).readonly().optional(),
  tone: z.object({
    manner: words(TONE_CHARS),
    apology: words(TONE_CHARS).optional(),
    pace: z.literal("slow").nullable().optional(),
    offerPerson: words(TONE_CHARS),
  }).optional(),
} satisfies { [Name in keyof Changed]: z.ZodType<Changed[Name] | undefined> };

const SCORED = z.object({ score: z.number() }).optional();

const DECIDED = {
  acceptCall: z.object({ accept: z.boolean(), reason: z.string().max(200) }).optional(),
  chooseCampaign: NAME,
  chooseLanguage: NAME,
  chooseVoice: NAME,
} satisfies { [Name in keyof Decided]: z.ZodType<Decided[Name] | undefined> };

const RECEIPT = z.record(z.string().max(100), z.string().max(RECEIPT_CHARS))
  .refine((receipt) => Object.keys(receipt).length <= RECEIPT_IDS, `at most ${RECEIPT_IDS} ids`);
const DELIVERED = z.object({ receipt: RECEIPT.optional() }) satisfies z.ZodType<
  { receipt?: Delivered["receipt"] | undefined }
>;
const HEARD = z.object({
  isGenuine: z.boolean(),
  keep: z.union([
    z.object({ receipt: RECEIPT, key: z.string().max(200) }),
    z.object({ receipt: RECEIPT, of: RECEIPT }),
    z.object({ receipt: RECEIPT, person: z.string().max(20) }),
  ]).optional(),
});
const TOOL_ANSWER = z.string().max(TOOL_ANSWER_CHARS);
const CELL = z.union([z.string().max(CELL_CHARS), z.number(), z.boolean(), z.null()]);

/** Throws a sentence that says what is wrong, and nothing of what the answer holds. */
export function checkedAnswer(hook: HookId, answer: unknown): unknown {
  if (hook === "change.text" && typeof answer === "string" && answer.length <= TEXT_CHARS) {
    return answer === "" ? undefined : answer; // on the way of each sentence
  }
  const schema = schemaOf(hook);
  if (schema === null) return undefined;
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const { code, path } = read.error.issues[0]!;
  const where = path.length > 0 ? ` at ${path.slice(0, 2).join(".")}` : "";
  throw new TypeError(`It answered with what is not allowed there${where} (${code})`);
}

function schemaOf(hook: HookId): z.ZodType | null {
  const [kind, name] = hook.split(".") as [string, string];
  switch (kind) {
    case "notify":
      return name === "turnEnded" ? SCORED : null;
    case "change":
      return CHANGED[name as keyof Changed];
    case "decide":
      return DECIDED[name as keyof Decided];
    case "deliver":
      return DELIVERED;
    case "hear":
      return HEARD;
    case "tools":
      return TOOL_ANSWER;
    case "columns":
      return CELL;
    default:
      return null;
  }
}
