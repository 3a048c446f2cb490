import assert from "node:assert/strict";
import { startReport, type StartState } from "../../lib/cli/start_report.ts";

const NOTHING: StartState = {
  version: "0.1.0",
  processId: 4711,
  dataFolder: "/data",
  webAddress: "http://127.0.0.1:8070",
  invocation: "deno task",
  database: "embedded",
  databaseDown: false,
  keys: "folder",
  brain: "scripted",
  voice: "flite rms",
  ears: null,
  openaiKey: false,
  deepgramKey: false,
  asterisk: null,
};
const PBX = { url: "http://pbx:8088/ari", app: "ai-call-center" };

Deno.test("startReport() tells a newcomer what runs, what is missing and what to do next", () => {
  assert.deepEqual(startReport(NOTHING), [
    "Parley 0.1.0 is running as process 4711.",
    "  brain     scripted (OPENAI_API_KEY adds a language model)",
    "  voice     flite rms (OPENAI_API_KEY adds a natural one)",
    "  ears      only the keypad: set DEEPGRAM_API_KEY, or install pocketsphinx and pocketsphinx-en-us",
    "  database  in /data",
    "  keys      in /data/keys",
    "  web       http://127.0.0.1:8070/readyz, /healthz, /metrics",
    "  Asterisk  none is configured",
    "Next:",
    "  Talk to the agent now, without a phone:  deno task call",
    '  Connect your Asterisk: set ARI_URL, ARI_USERNAME and ARI_PASSWORD ("Connect your Asterisk" in README.md)',
    "  Stop:  Ctrl-C, or kill -TERM 4711",
  ]);
});

Deno.test("startReport() sends someone whose Asterisk is away to the doctor first", () => {
  const report = startReport({ ...NOTHING, asterisk: { ...PBX, connected: false } });
  assert.match(report.join("\n"), /not reached yet, trying again until it is/);
  assert.match(report[report.indexOf("Next:") + 1]!, /deno task doctor$/);
});

Deno.test("startReport() advises nothing that is done already", () => {
  const report = startReport({
    ...NOTHING,
    database: "yours",
    brain: "openai gpt-5.4-mini",
    voice: "openai tts-1 alloy",
    ears: "deepgram nova-2",
    openaiKey: true,
    deepgramKey: true,
    asterisk: { ...PBX, connected: true },
  }).join("\n");
  assert.doesNotMatch(report, /KEY|doctor|Connect your/);
  assert.match(report, /application ai-call-center: calls are answered/);
});

Deno.test("startReport() says where calls are kept while a database is away", () => {
  const report = startReport({ ...NOTHING, database: "yours", databaseDown: true }).join("\n");
  assert.match(
    report,
    /database {2}DATABASE_URL isn't reached yet: calls are kept in \/data until/,
  );
});

Deno.test("startReport() asks for a copy of keys that were made just now", () => {
  assert.match(startReport({ ...NOTHING, keys: "made" }).join("\n"), KEEP_A_COPY);
  const report = startReport({ ...NOTHING, keys: "environment" }).join("\n");
  assert.match(report, /keys {6}yours, by PARLEY_KEYS/);
});

const KEEP_A_COPY =
  /keys {6}made now in \/data\/keys: keep a copy elsewhere, nothing can be read without it/;
