/** The wiring in which Asterisk dials Parley: the edge's own program, with neither disk nor process. */
import assert from "node:assert/strict";
import { EdgeWiring, EVENTS_PATH, MEDIA_PATH } from "../../lib/app/edge_wiring.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { connect, type Sql } from "../../lib/store/database.ts";
import { DebianPostgres, debianPrograms } from "../host/debian_postgres.ts";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { takePorts } from "../lab/ports.ts";
import { whyNoLab } from "../lab/root.ts";
import { type Call, placeCall } from "../lab/sip_caller.ts";
import { hasProgram, needs } from "../needs.ts";
import { MODEL_PHRASES, openCloud } from "./cloud.ts";
import { OWN_KEYS, ownSealer } from "../store/own_keys.ts";
import { eventually, type StoredCall, storedCall } from "./hotline.ts";
import { investorsVoice, isTheLead, talk } from "./investor.ts";
import { PhraseEar, phrasesOf } from "./phrase_ear.ts";
import { cleanEnv, type Program, startProgram } from "./program.ts";

const CALLER = "+12025550142";
const LAST_CALLER = "+12025550143";
const WANTS_PERSON = "+12025550144";
/** A person who speaks at once. */
const DIALPLAN = "[globals](+)\nHUMAN_ENDPOINT = Local/601@from-lab";
const PASSWORD = "word";
/** A hung-up call is gone from Asterisk within milliseconds. */
const TIDY_WITHIN_MS = 5_000;
/** The pause that ends a turn (0.7 s), and what stand-ins on a busy machine need. */
const REPLY_WITHIN_MS = 4_000;
/** A round of the queue is a second; a busy machine takes longer. */
const DELIVERED_WITHIN_MS = 40_000;
/** Greeting and disclosure are heard to their end before, and the sentence too. */
const PERSON_WITHIN_MS = 30_000;
/** No SMS leaves the machine. */
const NOBODY = "http://127.0.0.1:1";
/** What the place does not give. */
const DENIED = ["--deny-run", "--deny-ffi", "--deny-read", "--deny-write", "--no-prompt"];
const EDGE = [
  "run",
  "--quiet",
  "--frozen",
  "--allow-net",
  "--allow-env",
  ...DENIED,
  "deploy/edge.ts",
];

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const sphinx = hasProgram("pocketsphinx_batch");
const ears = needs("pocketsphinx", sphinx, "pocketsphinx_batch is not installed");
const postgres = needs(
  "PostgreSQL of the system",
  debianPrograms() !== null,
  "it needs Debian's package postgresql",
);

Deno.test(
  "a call at the edge, without disk or processes, ends with the lead in the database",
  { ignore: lab.ignore || ears.ignore || postgres.ignore },
  async () => {
    await using database = await DebianPostgres.make();
    const voice = await investorsVoice();
    await using cloud = await openCloud(voice.said);
    await using ear = await PhraseEar.open([...phrasesOf(investmentLead), ...MODEL_PHRASES]);
    await using receiver = openReceiver();
    using ports = takePorts(); // Asterisk must know the program's before it runs
    const port = ports.http;
    await using asterisk = await startAsterisk({
      edge: edgeAt(port),
      append: { "extensions.local.conf": DIALPLAN },
    });
    await using program = await startProgram({
      dataFolder: "/nowhere",
      args: EDGE,
      env: { ...cloud.env, ...envOf(port, database.url(), receiver.url) },
    });
    await using call = dial(asterisk, CALLER);
    const [exchanges] = await Promise.all([talk(call, voice, ear), talksToPerson(asterisk)]);
    const sql = connect({ url: database.url() }, { connections: 1 });
    try {
      isTheLead(await stored(sql, CALLER));
      isPutThrough(await stored(sql, WANTS_PERSON));
      await receiver.got(["call_ended", "call_ended", "lead_qualified"]);
      assert.match(program.output(), /outsider does not run at the edge/);
      assert.deepEqual(await callbackStatuses(port), [403, 404]);
      await nothingIsLeft(asterisk);
      const gaps = call.figures().replyGapsMs.map((gapMs) => Math.round(gapMs ?? Infinity));
      console.log(`at the edge the agent was silent for ${gaps} ms before its answers`);
      assert.ok(Math.max(...gaps) <= REPLY_WITHIN_MS, `silent for ${gaps} ms`);
      await endsAfterItsLastCall(asterisk, program);
      assert.equal((await stored(sql, LAST_CALLER)).endedBy, "caller");
    } catch (error) {
      console.error(exchanges, program.output());
      throw error;
    } finally {
      await sql.end();
    }
  },
);

/** Of the plugins three ship, and one doesn't. */
function envOf(port: number, databaseUrl: string, url: string): Readonly<Record<string, string>> {
  const sms = { accountSid: `AC${"0".repeat(32)}`, from: "+12025550100", baseUrl: NOBODY };
  const on = [
    ...[{ name: "sentiment" }, { name: "webhook", settings: { url } }, { name: "outsider" }],
    { name: "sms_followup", settings: sms },
  ];
  return {
    ...{ DATABASE_URL: databaseUrl, PARLEY_KEYS: OWN_KEYS },
    ...{ EDGE_PASSWORD: PASSWORD, HTTP_PORT: `${port}` },
    ...{ PLUGIN_SETTINGS: JSON.stringify({ plugins: on }), WEBHOOK_SECRET: "a secret" },
  };
}

/** Of what nobody has signed, to a plugin that hears and to one that doesn't. */
async function callbackStatuses(port: number): Promise<number[]> {
  const answers = await Promise.all(
    ["sms_followup", "webhook"].map((name) =>
      fetch(`http://127.0.0.1:${port}/plugins/${name}`, { method: "POST", body: "MessageSid=SM1" })
    ),
  );
  await Promise.all(answers.map(({ body }) => body?.cancel()));
  return answers.map(({ status }) => status);
}

/** Takes what the webhook plugin delivers. */
function openReceiver() {
  const kinds: string[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (asked) => {
      kinds.push((await asked.json()).kind);
      return new Response();
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    got: (all: readonly string[]) =>
      eventually(() => `${all} is delivered, but ${kinds}`, DELIVERED_WITHIN_MS, () => {
        return Promise.resolve(`${[...kinds].sort()}` === `${all}` ? true : null);
      }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function stored(sql: Sql, callerId: string): Promise<StoredCall> {
  return storedCall({ sql: () => sql, sealer: ownSealer }, callerId);
}

Deno.test("the edge says in one sentence what it lacks", async () => {
  const full = {
    DATABASE_URL: "postgres://parley@127.0.0.1:1/parley",
    PARLEY_KEYS: OWN_KEYS,
    EDGE_PASSWORD: PASSWORD,
    OPENAI_API_KEY: "key",
  };
  for (const name of Object.keys(full)) {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: EDGE,
      clearEnv: true,
      env: cleanEnv({ ...full, [name]: "" }),
    }).output();
    const said = new TextDecoder().decode(stderr).trim();
    assert.equal(code, 1, said);
    assert.match(said, new RegExp(`^Cannot start at the edge without ${name}: [^\n]+$`));
  }
});

Deno.test("media and events come in with the password only, and media only for a call", () => {
  const wiring = new EdgeWiring({
    username: "asterisk",
    password: PASSWORD,
    app: "edge",
    controlApp: "edge-control",
    upgrade: () => assert.fail("it was let in"),
  });
  const status = (path: string, protocol: string, login: string) => {
    const headers = {
      authorization: `Basic ${btoa(login)}`,
      upgrade: "websocket",
      "sec-websocket-protocol": protocol,
    };
    return wiring.answer(new Request(`http://127.0.0.1${path}`, { headers }))?.status ?? null;
  };
  const right = `asterisk:${PASSWORD}`;
  assert.equal(status(EVENTS_PATH, "ari", "asterisk:guess"), 401);
  assert.equal(status(EVENTS_PATH, "media", right), 400);
  assert.equal(status(`${MEDIA_PATH}?call=x`, "media", "asterisk:guess"), 401);
  assert.equal(status(`${MEDIA_PATH}?call=x`, "ari", right), 400);
  assert.equal(status(`${MEDIA_PATH}?call=x`, "media", right), 404);
  assert.equal(status("/readyz", "ari", right), null, "a web page");
  wiring.close();
});

function edgeAt(port: number) {
  const address = `ws://127.0.0.1:${port}/asterisk`;
  return { eventsUrl: `${address}/events`, mediaUrl: `${address}/media`, password: PASSWORD };
}

function dial({ sipPort }: Lab, callerId: string): Call {
  return placeCall({ sipPort, extension: "9000", callerId });
}

/** Presses 0, talks to a person, and hangs up. */
async function talksToPerson(asterisk: Lab): Promise<void> {
  await using call = dial(asterisk, WANTS_PERSON);
  await call.waitForAgentSpeech();
  await call.press("0");
  await eventually("a person has the call", PERSON_WITHIN_MS, async () => {
    const channels = await asterisk.channels();
    return channels.some(({ dialplan }) => dialplan.context === "human") ? true : null;
  });
  await call.waitForAgentSpeech({ sinceMs: performance.now() });
}

function isPutThrough({ status, reason }: StoredCall): void {
  assert.deepEqual([status, reason], ["human_requested", "transferred"]);
}

async function nothingIsLeft(asterisk: Lab): Promise<void> {
  await eventually("no channel and no bridge is left", TIDY_WITHIN_MS, async () => {
    const left = [...await asterisk.channels(), ...await asterisk.bridges()];
    return left.length === 0 ? true : null;
  });
}

/** Told to stop, it takes no new call, and lets the live one go on. */
async function endsAfterItsLastCall(asterisk: Lab, program: Program): Promise<void> {
  await using call = dial(asterisk, LAST_CALLER);
  await call.waitForAgentSpeech();
  program.kill("SIGTERM");
  await eventually("the program says that it stops", TIDY_WITHIN_MS, async () => {
    const { status } = await fetch(`${program.webAddress}/readyz`);
    return status === 503 ? true : null;
  });
  await call.waitForAgentSilence();
  await call.hangUp();
  assert.equal((await program.ended).code, 0);
}
