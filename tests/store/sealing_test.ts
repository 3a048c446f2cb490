import assert from "node:assert/strict";
import { keyIdOf, KeyMissing, Sealer } from "../../lib/store/sealing.ts";
import { makeKey, readKeys, writeKeys } from "../../lib/store/sealing_keys.ts";
import { OWN_KEY, ownSealer } from "./own_keys.ts";

const NEXT = makeKey(Date.UTC(2026, 4, 4));
const WORDS = "\ufeffI can't stand to lose money, \u{1f600}";

Deno.test("open() gives back what was sealed, and two sealed values never look the same", async () => {
  const [one, two] = [await ownSealer.seal(WORDS), await ownSealer.seal(WORDS)];
  assert.equal(await ownSealer.open(one), WORDS);
  assert.equal(await ownSealer.open(two), WORDS);
  assert.notDeepEqual(one, two);
  assert.equal(new TextDecoder().decode(one).includes("money"), false);
  assert.equal(await ownSealer.open(await ownSealer.seal("")), "");
});

Deno.test("open() refuses a value in which any byte was changed, or that was cut", async () => {
  const sealed = await ownSealer.seal("short");
  for (let at = 0; at < sealed.length; at++) {
    const changed = new Uint8Array(sealed);
    changed[at]! ^= 1;
    await assert.rejects(ownSealer.open(changed), /^(KeyMissing|Error): Cannot open/);
    await assert.rejects(ownSealer.open(sealed.subarray(0, at)), /Cannot open/);
  }
});

Deno.test("an old key opens and no longer seals; without it a sentence says which is missing", async () => {
  const both = await Sealer.of([NEXT, OWN_KEY]);
  const old = await ownSealer.seal(WORDS);
  assert.equal(await both.open(old), WORDS);
  assert.equal(keyIdOf(await both.seal(WORDS)), NEXT.id);
  const alone = await Sealer.of([NEXT]);
  await assert.rejects(alone.open(old), (error) => {
    assert.ok(error instanceof KeyMissing);
    assert.match(error.message, /sealed with the key "test": add that key to PARLEY_KEYS/);
    return true;
  });
});

Deno.test("open() looks for a key that another process made meanwhile", async () => {
  const keys = [OWN_KEY];
  const sealer = await Sealer.of(keys, () => Promise.resolve([...keys]));
  keys.unshift(NEXT);
  const sealed = await (await Sealer.of([NEXT])).seal(WORDS);
  assert.equal(await sealer.open(sealed), WORDS);
  assert.equal(sealer.keyId, NEXT.id);
});

Deno.test("lookup() is the same for the same contact only, and under each key another one", async () => {
  const both = await Sealer.of([NEXT, OWN_KEY]);
  const hash = await both.lookup("Ann.Lee@example.org ");
  assert.deepEqual(await both.lookup("ann.lee@example.org"), hash);
  assert.notDeepEqual(await both.lookup("ann.lee@example.com"), hash);
  assert.deepEqual(await both.lookups("ann.lee@example.org"), [
    hash,
    await ownSealer.lookup("ann.lee@example.org"),
  ]);
});

Deno.test("readKeys() reads what writeKeys() wrote, and nothing that is no key", () => {
  assert.deepEqual(readKeys(writeKeys([NEXT, OWN_KEY])), [NEXT, OWN_KEY]);
  const key = OWN_KEY.bytes.toBase64();
  assert.deepEqual(readKeys(`test:${key},${NEXT.id}:${NEXT.bytes.toBase64()}`), [OWN_KEY, NEXT]);
  for (const odd of ["", "test", key, `Test:${key}`, `test:${key.slice(4)}`, `test:${key}!`]) {
    assert.equal(readKeys(odd), null, odd);
  }
  assert.equal(readKeys(`a:${key},a:${key}`), null);
});
