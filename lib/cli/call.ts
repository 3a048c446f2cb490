/** `call`: talk to the agent without a phone, or run many calls from a file. */
import { machineClock } from "../call/clock.ts";
import type { Campaign } from "../core/campaign.ts";
import type { CallId } from "../core/ids.ts";
import type { Lead } from "../core/lead.ts";
import { runBatchLine } from "./batch.ts";
import { openCampaign } from "./campaign.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { typedPath } from "./config_machine.ts";
import { ConsoleCall } from "./console.ts";
import { openBrain } from "./cloud_speech.ts";
import { type CallStore, openCallStore } from "./call_store.ts";
import { linesOf, LineWriter } from "./lines.ts";
import { choice, text } from "./options.ts";
import { openSpending } from "./spending.ts";
import { UsageError } from "./usage.ts";

/** A typed conversation is never hurried: as long as the call may last. */
const TYPING_SILENCE_MS = 24 * 3_600_000;
/** Characters of one typed line: two minutes of speech, more than anybody says in a turn. */
const TYPED_CHARS_MAX = 2_000;

export const callCommand = command({
  about: "Talk to the agent by text, or run conversations from a file",
  options: {
    batch: text("FILE", 'Run many, one line each: {"id", "lines": [..]}'),
    store: choice(
      ["none", "database"],
      "database",
      "none: keep nothing and start no database",
    ),
  },
  run: call,
});

interface CallTyped {
  /** Path of a JSONL file as it was typed; null is one conversation. */
  readonly batch: string | null;
  readonly store: "database" | "none";
}

async function call({ batch, store: kind }: CallTyped, config: Config): Promise<number> {
  const store = await openCallStore(kind, config);
  try {
    const { current: campaign } = await openCampaign({
      id: config.campaign,
      sql: store.sql,
      prepare: () => Promise.resolve(),
      log: () => {}, // a person talks here, to the campaign that is known
    });
    return batch === null
      ? await converse(campaign, config, store)
      : await runBatch(batch, campaign, config, store);
  } finally {
    await store.close();
  }
}

async function runBatch(
  path: string,
  campaign: Campaign,
  config: Config,
  store: CallStore,
): Promise<number> {
  let failed = false;
  const output = new LineWriter();
  for await (const text of linesOf(await openInput(path))) {
    const outcome = await runBatchLine(text, {
      campaign,
      timeZone: config.timeZone,
      nowMs: machineClock.nowMs,
      newId,
      keep: (facts) => store.keep(facts),
    });
    if (outcome === null) continue;
    failed ||= "error" in outcome;
    await output.write(JSON.stringify(outcome));
  }
  await output.flush();
  return failed ? 1 : 0;
}

async function openInput(path: string): Promise<ReadableStream<Uint8Array>> {
  if (path === "-") return Deno.stdin.readable;
  try {
    const file = await Deno.open(typedPath(path));
    if ((await file.stat()).isDirectory) throw new Error("it is a folder");
    return file.readable;
  } catch (cause) {
    throw new UsageError(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

async function converse(campaign: Campaign, config: Config, store: CallStore): Promise<number> {
  const typed = Deno.stdin.isTerminal();
  const { journal, spentOn } = store;
  const spending = await openSpending({ config, journal, metrics: null, spentOn });
  const id = newId();
  const startedAtMs = machineClock.nowMs();
  const conversation = new ConsoleCall({
    setting: {
      campaign,
      timeZone: config.timeZone,
      silenceMs: TYPING_SILENCE_MS,
    },
    call: {
      call: id,
      callerNumber: null,
      startedAtMs,
      earsDown: false,
    },
    clock: machineClock,
    brain: openBrain(config),
    journal,
    account: spending.accounts.open({ call: id, number: null, startedAtMs }),
    show: (speaker, text) =>
      console.error(`${speaker === "agent" ? "Agent: " : "Caller:"} ${text}`),
    live: typed,
  });
  const interrupt = () => {
    if (typed) console.error(); // a terminal shows "^C", and leaves the cursor behind it
    conversation.hangUp();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  conversation.start();
  readLines(conversation);
  const summary = await conversation.ended;
  spending.close();
  Deno.removeSignalListener("SIGINT", interrupt);
  if (typed) console.error(inWords(summary.lead as Lead));
  else await printLine(JSON.stringify(summary));
  return 0;
}

async function printLine(text: string): Promise<void> {
  const output = new LineWriter();
  await output.write(text);
  await output.flush();
}

async function readLines(conversation: ConsoleCall): Promise<void> {
  for await (const line of linesOf(Deno.stdin.readable)) {
    if (line.length <= TYPED_CHARS_MAX) conversation.line(line);
    else {console.error(
        `A line of over ${TYPED_CHARS_MAX} characters was left out: say it in parts`,
      );}
  }
  conversation.end();
}

function inWords(lead: Lead): string {
  const fields = Object.entries(lead.fields).map(([key, evidence]) =>
    `  ${key}: ${evidence ? `${JSON.stringify(evidence.value)}  “${evidence.quote}”` : "-"}`
  );
  return [`Lead: ${lead.status}`, ...fields].join("\n");
}

function newId(): CallId {
  return crypto.randomUUID() as CallId;
}
