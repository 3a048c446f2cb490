/** The programs of lib/ari/README.md, each run as it stands, but for addresses, on a real Asterisk. */
import assert from "node:assert/strict";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { type Call, placeCall } from "../lab/sip_caller.ts";
import { lab } from "./lab_ari.ts";
import { node22, node22Path } from "./node22.ts";
import { Program } from "./readme_program.ts";

const README = "lib/ari/README.md";
const page = Deno.readTextFileSync(README);
const MOD = new URL("../../lib/ari/", import.meta.url);

const ON_NODE = "When Asterisk dials you on Node";

/** What is tried with each program, by its heading. */
const TRIALS: Readonly<Record<string, (lab: Lab, program: Program) => Promise<void>>> = {
  "Hello": hearsAVoice("700"),
  "A menu": pressesAKey,
  "Record, and play it back": leavesAMemo,
  "Dial out": isRung,
  "Transfer": isJoined,
  "When Asterisk dials you": hearsAVoice("702"),
  [ON_NODE]: hearsAVoice("702"),
  "The caller's sound": hearsItself,
};
/** As the page has them; a lab can't be what the page's reader has. */
const ENDPOINTS = { "PJSIP/1001": "Local/600@from-lab", "PJSIP/1002": "Local/601@from-lab" };

Deno.test("every program of lib/ari/README.md has a trial, and every trial a program", () => {
  assert.deepEqual(programs().map(({ title }) => title), Object.keys(TRIALS));
});

Deno.test("the programs of lib/ari/README.md do what the page says", lab, async (test) => {
  const command = [Deno.execPath(), "run", "-A", "--quiet", "--check", "--config", "deno.json"];
  await tryAll(test, command, ({ title }) => title !== ON_NODE);
});

Deno.test(
  "they do the same on Node 22, with unchanged sources",
  { ignore: lab.ignore || node22.ignore },
  async (test) => {
    await tryAll(test, [node22Path()], ({ code }) => !code.includes("Deno."));
  },
);

async function tryAll(
  test: Deno.TestContext,
  command: readonly string[],
  belongs: (program: { title: string; code: string }) => boolean,
): Promise<void> {
  const port = freePort();
  await using asterisk = await startAsterisk({ append: configuration(port) });
  for (const { title, code } of programs().filter(belongs)) {
    await test.step(title, async () => {
      await using program = await Program.start(command, adapted(code, asterisk, port));
      await TRIALS[title]!(asterisk, program);
    });
  }
}

function programs(): { title: string; code: string }[] {
  return page.split(/^## /m).flatMap((section) => {
    const code = /^```ts\n([\s\S]*?)^```$/m.exec(section)?.[1];
    return code === undefined ? [] : [{ title: section.split("\n")[0]!, code }];
  });
}

/** The page's own configuration: "; file" and what belongs into it. The user is the lab's. */
function configuration(port: number): Record<string, string> {
  const files: Record<string, string> = { "extensions.local.conf": "[from-lab]\n" };
  for (const [, name, text] of page.matchAll(/^```ini\n; (\S+)\n([\s\S]*?)^```$/gm)) {
    if (text!.startsWith("[me]")) continue;
    const file = name === "extensions.conf" ? "extensions.local.conf" : name!;
    files[file] = (files[file] ?? "") + text;
  }
  for (const name of Object.keys(files)) {
    files[name] = files[name]!.replaceAll("= me\n", "= parley\n").replaceAll(":8000/", `:${port}/`);
  }
  return files;
}

function adapted(code: string, { username, password, httpPort }: Lab, port: number): string {
  const own = code
    .replaceAll('"./', `"${MOD.href}`)
    .replaceAll("127.0.0.1:8088", `127.0.0.1:${httpPort}`)
    .replaceAll("port: 8000", `port: ${port}`)
    .replaceAll("listen(8000", `listen(${port}`)
    .replaceAll('"me"', `"${username}"`)
    .replaceAll('"secret"', `"${password}"`);
  return Object.entries(ENDPOINTS).reduce((text, [from, to]) => text.replaceAll(from, to), own);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

function dial({ sipPort }: Lab, extension: string): Call {
  return placeCall({ sipPort, extension });
}

function hearsAVoice(extension: string) {
  return async (asterisk: Lab): Promise<void> => {
    await using call = dial(asterisk, extension);
    await call.waitForAgentTurn();
    assert.equal((await call.ended).by, "agent");
  };
}

async function pressesAKey(asterisk: Lab): Promise<void> {
  await using call = dial(asterisk, "700");
  await call.waitForAgentSpeech();
  await call.press("5");
  await call.waitForAgentSpeech();
  assert.equal((await call.ended).by, "agent");
}

async function leavesAMemo(asterisk: Lab, program: Program): Promise<void> {
  await using call = dial(asterisk, "700");
  await call.waitForAgentTurn(); // the beep
  await call.speak(tone(1_000));
  await call.press("#");
  await program.says(/Recorded \d+ s/);
  await call.waitForAgentSpeech();
  assert.equal((await call.ended).by, "agent");
}

async function isRung(_asterisk: Lab, program: Program): Promise<void> {
  await program.says(/Answered/);
  await program.ends();
}

async function isJoined(asterisk: Lab, program: Program): Promise<void> {
  await using call = dial(asterisk, "700");
  await program.says(/Joined/);
  await call.waitForAgentSpeech();
  await call.hangUp();
}

async function hearsItself(asterisk: Lab): Promise<void> {
  await using call = dial(asterisk, "700");
  await call.answered;
  const sinceMs = performance.now();
  const heard = call.waitForAgentSpeech({ sinceMs, timeoutMs: 10_000 });
  await Promise.all([heard, call.speak(tone(3_000))]);
  await call.hangUp();
}

function tone(ms: number): Int16Array {
  return Int16Array.from({ length: 8 * ms }, (_, at) => 8_000 * Math.sin(at * 0.5));
}
