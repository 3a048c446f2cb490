/** Every operation and every event on a real Asterisk, over HTTP and over sockets that either side opened. */
import assert from "node:assert/strict";
import {
  AriError,
  DESCRIBED_VERSION,
  EVENT_NAMES,
  type EventName,
  openAri,
  type OperationName,
  OPERATIONS,
} from "../../lib/ari/mod.ts";
import { conform, type Conformance } from "./conformance/conform.ts";
import { bare, PAGE, pageOf } from "./conformance/page.ts";
import {
  ABSENT_OPERATIONS,
  HTTP_ONLY,
  UNPROVOKED,
  UNREFUSED,
  UNTRIED_OPERATIONS,
} from "./conformance/reasons.data.ts";
import { type Noted, RECIPES } from "./conformance/trial.ts";
import { lab, loginOf, startLab } from "./lab_ari.ts";

Deno.test("every operation has a trial, or a reason why not", () => {
  const untried = Object.keys(OPERATIONS).filter((name) => !Object.hasOwn(RECIPES, name));
  assert.deepEqual(untried, Object.keys(UNTRIED_OPERATIONS));
});

Deno.test("every operation and event is on a real Asterisk what it is here", lab, async () => {
  const found = await conform();
  if (found.newer.length > 0) console.log(`Unknown to this library: ${found.newer.join(", ")}`);
  const wrong = [
    ...problems("over HTTP", found.http, {}),
    ...problems("over WebSocket", found.webSocket, HTTP_ONLY),
    ...problems("over a socket that Asterisk opened", found.accepted, HTTP_ONLY),
    ...found.faults,
    ...unheard(found),
  ];
  assert.deepEqual(wrong, []);
  if (!found.version.startsWith(DESCRIBED_VERSION)) return;
  const hint = "write it anew: deno run -A tests/ari/conformance/page.ts";
  assert.equal(bare(Deno.readTextFileSync(PAGE)), bare(pageOf(found)), hint);
});

Deno.test(
  "over HTTP a wrong password is refused with 401, and stands in no message",
  lab,
  async () => {
    await using asterisk = await startLab();
    const ari = openAri({ ...loginOf(asterisk), password: "not-this" });
    await assert.rejects(ari.channels.list(), (error) => {
      assert.ok(error instanceof AriError);
      assert.doesNotMatch(error.message, /not-this/);
      return error.status === 401;
    });
  },
);

function problems(
  way: string,
  all: ReadonlyMap<OperationName, Noted>,
  impossible: Partial<Record<OperationName, string>>,
): string[] {
  return [...all].flatMap(([name, noted]) => {
    const problem = problemOf(name, noted, impossible[name]);
    return problem === null ? [] : [`${name} ${way}: ${problem}`];
  });
}

function problemOf(name: OperationName, noted: Noted, impossible?: string): string | null {
  if (impossible) return noted.fault?.endsWith(impossible) ? null : "should be impossible";
  if (Object.hasOwn(ABSENT_OPERATIONS, name)) {
    return noted.fault?.includes('404 "Resource not found"') ? null : "isn't absent after all";
  }
  if (noted.fault !== null) return noted.fault;
  if (!noted.done) return "wasn't done";
  const refusable = OPERATIONS[name].errors.length > 0 && !Object.hasOwn(UNREFUSED, name);
  return refusable && noted.refused.length === 0 ? "was never refused" : null;
}

/** Neither heard nor excused, or excused although it was heard. */
function unheard({ events }: Conformance): string[] {
  return (EVENT_NAMES as readonly EventName[]).filter((name) => {
    return events.has(name) === Object.hasOwn(UNPROVOKED, name);
  });
}
