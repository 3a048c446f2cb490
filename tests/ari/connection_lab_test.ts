/** The connection against a real Asterisk: calls, waits, cuts. */
import assert from "node:assert/strict";
import { type AriConnection, AriEnded, type Channel, connectAri } from "../../lib/ari/mod.ts";
import { placeCall } from "../lab/sip_caller.ts";
import { lab, loginOf, startLab } from "./lab_ari.ts";

function firstCall(ari: AriConnection): Promise<Channel> {
  return new Promise((resolve) => void ari.onCall((call) => resolve(call)));
}

for (const rest of ["http", "websocket"] as const) {
  Deno.test(
    `a call is answered, played to, recorded and left, with REST by ${rest}`,
    lab,
    async () => {
      await using asterisk = await startLab();
      const ari = connectAri({ ...loginOf(asterisk), app: "hello", rest });
      const troubles: unknown[] = [];
      ari.on("trouble", ({ error }) => void troubles.push(error));
      await ari.up({ withinMs: 5_000 });
      const coming = firstCall(ari);
      await using phone = placeCall({ sipPort: asterisk.sipPort, extension: "700" });
      const call = await coming;
      await call.answer();
      const hello = await call.play("sound:hello-world");
      assert.equal((await hello.finished).state, "done");
      const long = await call.play("sound:demo-congrats");
      await long.started;
      await long.stop();
      await long.finished;
      const taped = await call.record({ format: "wav", maxDurationSeconds: 1 });
      assert.equal((await taped.finished).state, "done");
      assert.ok((await taped.file()).length > 44);
      const endless = await call.play("sound:demo-congrats");
      await phone.hangUp();
      await assert.rejects(endless.finished, (error) => error instanceof AriEnded);
      assert.equal((await call.ended).how, "left");
      assert.equal(ari.live.length, 0);
      assert.deepEqual(troubles, []);
      ari.close();
    },
  );
}

Deno.test("legs of our own enter, are bridged, and end with a cause", lab, async () => {
  await using asterisk = await startLab();
  const ari = connectAri({ ...loginOf(asterisk), app: "hello" });
  await ari.up({ withinMs: 5_000 });
  const bridge = await ari.createBridge({ type: "mixing", variables: { X: "1" } });
  const legs = await Promise.all([1, 2].map(() => {
    return ari.create({ endpoint: "Local/600@from-lab" });
  }));
  for (const leg of legs) await leg.inStasis;
  await bridge.add(legs);
  assert.equal((await bridge.get()).channels.length, 2);
  for (const leg of legs) await leg.hangUp();
  await bridge.destroy();
  await bridge.ended;
  const busy = await ari.originate({ endpoint: "Local/603@from-lab" });
  await assert.rejects(busy.inStasis, (error) => {
    assert.ok(error instanceof AriEnded);
    return error.how === "destroyed" && error.causeCode === 17;
  });
  ari.close();
});

Deno.test("what ended during a gap ends after it, and what lived is still ours", lab, async () => {
  await using asterisk = await startLab();
  const login = loginOf(asterisk);
  const ari = connectAri({ ...login, app: "hello" });
  await ari.up({ withinMs: 5_000 });
  const legs = await Promise.all(
    [1, 2].map(() => ari.originate({ endpoint: "Local/600@from-lab" })),
  );
  for (const leg of legs) await leg.inStasis;
  const bridge = await ari.createBridge();
  const down = new Promise<void>((resolve) => void ari.on("down", () => resolve()));
  const playing = await legs[0]!.play("sound:demo-congrats");
  const [, session] = /^(\S+)\s.*hello/m.exec(await asterisk.cli("ari show websocket sessions"))!;
  await asterisk.cli(`ari shutdown websocket session ${session}`);
  await down;
  await assert.rejects(playing.finished, (error) => (error as AriEnded).how === "disconnected");
  await Promise.all([ari.nouns.channels.hangUp(legs[0]!.id), ari.nouns.bridges.destroy(bridge.id)]);
  await ari.up({ withinMs: 5_000 });
  assert.equal((await legs[0]!.ended).how, "destroyed");
  await bridge.ended;
  assert.ok(legs[1]!.isLive);
  await (await legs[1]!.play("sound:hello-world")).finished;
  ari.close();
});

Deno.test(
  "a program that starts anew is offered the calls of the one before, once",
  lab,
  async () => {
    await using asterisk = await startLab();
    const before = connectAri({ ...loginOf(asterisk), app: "hello" });
    await before.up({ withinMs: 5_000 });
    const coming = firstCall(before);
    await using phone = placeCall({ sipPort: asterisk.sipPort, extension: "700" });
    const { id } = await coming;
    before.close();
    const ari = connectAri({ ...loginOf(asterisk), app: "hello" });
    const orphan = await new Promise<Channel>((resolve) => {
      ari.on("orphan", ({ channel }) => resolve(channel));
    });
    assert.equal(orphan.id, id);
    await orphan.answer();
    await phone.answered;
    await orphan.hangUp();
    // Which of the two is told depends on whether the application outlived its first connection.
    assert.match((await orphan.ended).how, /^(left|destroyed)$/);
    ari.close();
  },
);

Deno.test("whose name another program takes gives in, and everything of it ends", lab, async () => {
  await using asterisk = await startLab();
  const ari = connectAri({ ...loginOf(asterisk), app: "hello" });
  await ari.up({ withinMs: 5_000 });
  const leg = await ari.originate({ endpoint: "Local/600@from-lab" });
  await leg.inStasis;
  const replaced = new Promise<string>((resolve) => {
    ari.on("replaced", ({ application }) => resolve(application));
  });
  const thief = connectAri({ ...loginOf(asterisk), app: "hello" });
  assert.equal(await replaced, "hello");
  assert.equal(ari.phase, "replaced");
  assert.equal((await leg.ended).how, "replaced");
  await assert.rejects(ari.up(), (error) => (error as AriEnded).how === "replaced");
  await thief.up();
  thief.close();
});
