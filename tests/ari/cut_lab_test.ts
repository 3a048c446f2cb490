/** Cuts and restarts under live calls: no promise hangs, and state is Asterisk's own soon after. */
import assert from "node:assert/strict";
import { type AriConnection, type Channel, connectAri, openAri } from "../../lib/ari/mod.ts";
import type { Lab } from "../lab/asterisk.ts";
import { type Proxy, startProxy } from "../lab/proxy.ts";
import { isLong } from "../needs.ts";
import { lab, loginOf, startLab } from "./lab_ari.ts";

const CALLS = 20;
/** Ended behind our back, while nobody could tell us. */
const ENDED = 5;
const EQUAL_WITHIN_MS = 500;
const BACK_WITHIN_MS = 1_500;

async function callsOver(asterisk: Lab, proxy: Proxy): Promise<[AriConnection, Channel[]]> {
  const url = `http://127.0.0.1:${proxy.port}/ari`;
  const ari = connectAri({ ...loginOf(asterisk), url, app: "hello" });
  await ari.up({ withinMs: 5_000 });
  const legs = await Promise.all(
    Array.from({ length: CALLS }, () => ari.originate({ endpoint: "Local/600@from-lab/n" })),
  );
  await Promise.all(legs.map(({ inStasis }) => inStasis));
  return [ari, legs];
}

function next(ari: AriConnection, name: "up" | "down"): Promise<void> {
  return new Promise((resolve) => {
    const off = ari.on(name, () => {
      off();
      resolve();
    });
  });
}

/** Ids of legs in our application, as Asterisk has them. */
async function inAsterisk(asterisk: Lab): Promise<string[]> {
  const channels = await asterisk.channels();
  return channels.filter(({ dialplan }) => dialplan.app_name === "Stasis").map(({ id }) => id)
    .toSorted();
}

async function survives(ms: number, how: "reset" | "black hole"): Promise<void> {
  await using asterisk = await startLab();
  await using proxy = await startProxy(asterisk.httpPort);
  const [ari, legs] = await callsOver(asterisk, proxy);
  const waits = await Promise.all(legs.map((leg) => leg.play("sound:demo-congrats")));
  const digits = legs.map((leg) => leg.nextDigit({ withinMs: ms + 10_000 }).catch(() => "none"));
  const wentDown = next(ari, "down");
  if (how === "reset") proxy.cut({ refuse: true });
  else proxy.blackHole();
  const behind = openAri(loginOf(asterisk));
  await Promise.all(legs.slice(0, ENDED).map(({ id }) => behind.channels.hangUp(id)));
  await new Promise((later) => setTimeout(later, ms));
  const up = next(ari, "up");
  proxy.heal();
  // A short black hole is no cut: TCP brings everything that was said, late.
  if (how === "reset" || ms > 6_000) await within(BACK_WITHIN_MS, Promise.all([wentDown, up]));
  await Promise.all(legs.slice(0, ENDED).map(({ ended }) => within(EQUAL_WITHIN_MS, ended)));
  assert.deepEqual(ari.live.map(({ id }) => id).toSorted(), await inAsterisk(asterisk));
  assert.equal(ari.live.length, CALLS - ENDED);
  await Promise.all(legs.slice(ENDED).map((leg) => leg.sendDtmf("1")));
  await Promise.all(ari.live.map((leg) => leg.hangUp()));
  await Promise.all(legs.map(({ ended }) => within(EQUAL_WITHIN_MS, ended)));
  await Promise.allSettled([...waits.map(({ finished }) => finished), ...digits]);
  assert.equal(ari.live.length, 0);
  ari.close();
}

/** Rejects when it takes longer. */
async function within<Value>(ms: number, value: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not within ${ms} ms`)), ms);
  try {
    return await Promise.race([value, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

for (const ms of isLong ? [1_000, 10_000, 60_000] : [1_000]) {
  for (const how of ["reset", "black hole"] as const) {
    Deno.test(`${CALLS} calls survive a ${how} of ${ms / 1_000} s`, lab, () => survives(ms, how));
  }
}

Deno.test("a restart of Asterisk ends every call, and the next ones come", lab, async () => {
  await using asterisk = await startLab();
  await using proxy = await startProxy(asterisk.httpPort);
  const [ari, legs] = await callsOver(asterisk, proxy);
  const troubles: unknown[] = [];
  ari.on("trouble", ({ error }) => void troubles.push(error));
  for (let restart = 0; restart < (isLong ? 3 : 1); restart++) {
    const up = next(ari, "up");
    await asterisk.restart();
    await up;
    await Promise.all(legs.map(({ ended }) => within(EQUAL_WITHIN_MS, ended)));
    assert.deepEqual(ari.live, []);
    const leg = await ari.originate({ endpoint: "Local/600@from-lab/n" });
    await leg.inStasis;
    assert.deepEqual([leg.id], await inAsterisk(asterisk));
    legs.splice(0, legs.length, leg);
  }
  assert.deepEqual(troubles, [], "an Asterisk that is still starting is none");
  ari.close();
});
