/** Keys and callers' data, brought to the running program in every way: it repeats them nowhere. */
import assert from "node:assert/strict";
import { type Program, startProgram } from "../stories/program.ts";
import { ACCOUNT_SID, AUTH_TOKEN, TwilioStandIn } from "../standins/twilio.ts";
import { reachableFolder } from "./reachable_folder.ts";

const NUMBER = "+12025550147";
const KEY = "canary-key-0123456789";
const ALL = /canary|12025550147|test-auth-token/i;
const STATUS_URL = "https://parley.example.com/plugins/sms_followup";

/** The first runs; the others have a setting that is wrong, and one is none that ships. */
const SETTINGS = {
  plugins: [
    {
      name: "sms_followup",
      settings: { accountSid: ACCOUNT_SID, from: "+12025550100", statusUrl: STATUS_URL },
    },
    { name: "crm_hubspot", settings: { baseUrl: KEY, idProperty: `${KEY}!`, owner: NUMBER } },
    { name: "crm_salesforce", settings: { loginUrl: `http://${KEY}:${KEY}@[`, clientId: 5 } },
    { name: "email_report", settings: { host: KEY, from: KEY, to: [NUMBER, KEY] } },
    { name: "webhook", settings: { url: `canary ${NUMBER}`, kinds: [KEY] } },
  ],
};

/** Each with its checksum: half a fact, one of a speaker that there is not, one of no call, a torn end. */
const JOURNAL = [
  'c0c6489a {"canaryhalf":"+12025550147',
  '208db505 {"call":"3b0f4a51-6d5e-4c1e-9f53-0d4f2f1f7a10","seq":1,"atMs":1777888800000,' +
  '"type":"turn","turn":1,"speaker":"canarynobody","text":"canaryturn"}',
  'd33c133e {"call":"canarycall","seq":"canaryseq","atMs":1777888800000,"type":"canarytype"}',
  '00000000 {"canarytorn":"+1202',
].join("\n");

Deno.test("a running Parley repeats nothing of requests, callbacks, settings and damaged journals", async () => {
  await using folder = await reachableFolder();
  await Deno.mkdir(`${folder.path}/journal`, { mode: 0o700 });
  await Deno.writeTextFile(`${folder.path}/journal/canary.ndjson`, JOURNAL, { mode: 0o600 });
  await using program = await startProgram({
    dataFolder: folder.path,
    env: {
      ...{ PARLEY_LOG: "debug", PLUGIN_SETTINGS: JSON.stringify(SETTINGS) },
      ...{ TWILIO_AUTH_TOKEN: AUTH_TOKEN, HUBSPOT_TOKEN: KEY, SMTP_PASSWORD: KEY },
    },
  });
  await refusedFacts(program, 2);
  const answers = [...await askEverything(program), await askBrokenly(program)];
  assert.deepEqual(answers.map(({ status }) => status), [
    200,
    200,
    404,
    405,
    404,
    403,
    204,
    413,
    400,
  ]);
  for (const { text } of answers) assert.doesNotMatch(text, ALL);
  const metrics = await (await fetch(`${program.webAddress}/metrics`)).text();
  assert.match(metrics, /^parley_store_backlog_facts 0$/m);
  assert.doesNotMatch(metrics, ALL);
  program.kill("SIGTERM");
  await program.ended;
  for (const { name } of SETTINGS.plugins.slice(1)) {
    assert.match(program.output(), new RegExp(`Cannot use the settings of ${name}`));
  }
  assert.doesNotMatch(program.output(), ALL);
});

interface Answer {
  readonly status: number;
  /** With its headers. */
  readonly text: string;
}

async function askEverything({ webAddress }: Program): Promise<readonly Answer[]> {
  const headers = { cookie: `session=${KEY}`, authorization: `Bearer ${KEY}`, "x-caller": NUMBER };
  const post = (body: BodyInit) => ({ method: "POST", body, headers });
  const asked: readonly (readonly [path: string, init: RequestInit])[] = [
    [`/healthz?phone=${NUMBER}&name=canary&token=${KEY}`, { headers }],
    [`/metrics?canary=${NUMBER}`, { headers }],
    [`/canary/${NUMBER}?email=canary@example.org`, { headers }],
    ["/readyz", post(`canary ${NUMBER}`)],
    ["/plugins/canary_name", post(`canary ${NUMBER}`)],
    ["/plugins/sms_followup", post(`From=${encodeURIComponent(NUMBER)}&Body=canary`)],
    ["/plugins/sms_followup", await signed()],
    ["/plugins/sms_followup", post(`canary ${NUMBER} `.repeat(5_000))],
  ];
  const answers: Answer[] = [];
  for (const [path, init] of asked) {
    const response = await fetch(`${webAddress}${path}`, init);
    const head = JSON.stringify([...response.headers]);
    answers.push({ status: response.status, text: `${head} ${await response.text()}` });
  }
  return answers;
}

/** As Twilio posts an answer: what a person wrote. */
async function signed(): Promise<RequestInit> {
  const sms = { sid: `SM${"0".repeat(32)}`, to: NUMBER, from: "+12025550100" };
  const sent = { ...sms, body: "", createdAtMs: 0, statusUrl: STATUS_URL };
  const request = await new TwilioStandIn().callback(sent, { From: NUMBER, Body: "stop canary" });
  return { method: "POST", body: await request.text(), headers: request.headers };
}

/** What is no HTTP. */
async function askBrokenly({ webAddress }: Program): Promise<Answer> {
  const { hostname, port } = new URL(webAddress);
  using socket = await Deno.connect({ hostname, port: Number(port) });
  const asked = `GET /canary/${NUMBER} canary\r\nx-canary ${KEY}\r\n\r\n`;
  await socket.write(new TextEncoder().encode(asked));
  const text = await new Response(socket.readable).text();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text };
}

/** So many lines of the journal were read, and refused by the database. */
async function refusedFacts({ output }: Program, count: number): Promise<void> {
  const seen = () => output().match(/The database refuses a fact/g)?.length ?? 0;
  for (let tries = 0; tries < 400 && seen() < count; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(seen(), count, output());
}
