/** Keys of the tests: what is sealed with them is nobody's. */
import { Sealer } from "../../lib/store/sealing.ts";
import { KEY_BYTES, type SealingKey } from "../../lib/store/sealing_keys.ts";

export const OWN_KEY: SealingKey = { id: "test", bytes: new Uint8Array(KEY_BYTES).fill(7) };

/** As PARLEY_KEYS holds it. */
export const OWN_KEYS = `${OWN_KEY.id}:${OWN_KEY.bytes.toBase64()}`;

export const ownSealer = await Sealer.of([OWN_KEY]);
