/** Keys and callers' data, planted in what providers, the database and destinations answer. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { outcomeOf } from "../../lib/app/delivery_outcome.ts";
import { sentenceOf } from "../../lib/cli/commands.ts";
import { type Config, readConfig } from "../../lib/cli/config.ts";
import { brainFinding } from "../../lib/cli/doctor_speech.ts";
import { goRound } from "../../lib/cli/doctor_round.ts";
import { withoutSecrets } from "../../lib/cli/process_log.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { redaction } from "../../lib/observe/redaction.ts";
import { OpenAiBrain } from "../../lib/speech/openai_brain.ts";

const KEY = "canary-key-0123456789";
const PASSWORD = "canary pass/word";
const NUMBER = "+12025550147";
const CARD = "4539 5787 6362 1486";
const ALL = /canary-key|0123456789|canary.*pass|12025550147|canary@|4539/;

function config(): Config {
  const read = readConfig({
    OPENAI_API_KEY: KEY,
    DATABASE_URL: `postgres://parley:${encodeURIComponent(PASSWORD)}@127.0.0.1:1/parley`,
  });
  if ("errors" in read) throw new Error(read.errors.join());
  return read.config;
}

Deno.test("the doctor shows no key that a provider repeats as it refuses it", async () => {
  const message = `Incorrect API key provided: ${KEY}`;
  const answer = { error: { message, type: "invalid_request_error", code: "invalid_api_key" } };
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json(answer, { status: 401 }),
  );
  const baseUrl = `http://127.0.0.1:${server.addr.port}/v1`;
  const brain = new OpenAiBrain({ apiKey: KEY, baseUrl });
  const lines: string[] = [];
  const check = {
    part: "brain",
    patienceMs: 20_000,
    run: (_: Config, signal: AbortSignal) => brainFinding(brain, investmentLead, signal),
  } as const;
  assert.equal(
    await goRound(config(), [check], (line) => lines.push(line), new AbortController().signal),
    1,
  );
  assert.match(lines.join("\n"), /BAD {2}brain .*401/);
  assert.doesNotMatch(lines.join("\n"), ALL);
});

Deno.test("a command's error shows no key, no password and no row", () => {
  const clean = withoutSecrets(config());
  const refused = new postgres.PostgresError(`value "${NUMBER}" of canary@example.org is wrong`);
  Object.assign(refused, { code: "23514", table_name: "calls", constraint_name: "calls_check" });
  const thrown = [
    refused,
    new Error(`Cannot ask: 401 for ${KEY}`),
    new Error(`Cannot open postgres://parley:${encodeURIComponent(PASSWORD)}@127.0.0.1:1/parley`),
    new Error(`password ${PASSWORD} was refused`),
    `thrown as text, with ${KEY}`,
  ];
  for (const error of thrown) assert.doesNotMatch(clean(sentenceOf(error)), ALL);
  assert.equal(sentenceOf(refused), "Cannot do that: PostgreSQL says 23514 (calls, calls_check)");
});

Deno.test("a delivery's reason holds nothing of the person whom it is about", () => {
  const words =
    `400: {"to": "${NUMBER}", "from": "canary@example.org", "card": "${CARD}"} of ${KEY} is wrong`;
  const tried = { attempt: 1, faults: 0, failingSince: null };
  const redact = redaction({ personalData: false, secrets: [KEY] });
  const clean = (reason: string) => String(redact(reason));
  const { state, ...outcome } = outcomeOf(new Error(words), tried, { nowMs: 0, random: 0, clean });
  assert.equal(state, "waiting");
  assert.match(JSON.stringify(outcome), /400: /);
  assert.doesNotMatch(JSON.stringify(outcome), ALL);
});

Deno.test("an error in the log shows nothing of what a library or a parser quotes beneath it", () => {
  const redact = redaction({ personalData: false, secrets: [] });
  const said = "Zebulon wants\nbonds, says Zebulon";
  const refused = new postgres.PostgresError(said);
  const errors = [
    refused,
    new SyntaxError(said),
    new Error("Cannot hear a callback", { cause: new TypeError(said) }),
    new Error("Cannot store", { cause: refused }),
    new Error("Cannot ask", { cause: { said } }),
  ];
  for (const error of errors) {
    const shown = JSON.stringify(redact({ error }));
    assert.doesNotMatch(shown, /Zebulon|bonds/);
    assert.match(shown, /"stack":"at /);
  }
  const open = redaction({ personalData: true, secrets: [] });
  assert.match(JSON.stringify(open({ error: errors[2] })), /Zebulon wants/);
});

Deno.test("redaction() leaves no half of a secret, wherever a text is cut", () => {
  const redact = redaction({ personalData: false, secrets: [KEY] });
  for (const secret of [KEY, NUMBER, "canary@example.org", CARD]) {
    for (let before = 1_970; before <= 2_001; before++) {
      assert.doesNotMatch(String(redact(`${"x ".repeat(before / 2)}${secret} and on`)), ALL);
    }
  }
});
