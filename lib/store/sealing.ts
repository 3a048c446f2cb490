/** Seals personal data, so that neither a database nor a disk shows it: AES-GCM by WebCrypto. */
import { joined } from "./byte_reader.ts";
import { KEY_BYTES, type SealingKey } from "./sealing_keys.ts";

/**
 * A sealed value: format, length of the key's id, the id, a nonce, and the words with their tag. The
 * schema's type `sealed` takes nothing else.
 */
export type Sealed = Uint8Array<ArrayBuffer>;

const FORMAT = 1;
/** NIST SP 800-38D: 96 bits; made by chance they do for 2³² values under one key. */
const NONCE_BYTES = 12;
const HEAD_BYTES = 2;

/** The key that a value needs is not among ours: a person has to give it. */
export class KeyMissing extends Error {}

interface Lock {
  /** Format and key id, as they stand before each value; the tag vouches for them too. */
  readonly head: Sealed;
  readonly sealing: CryptoKey;
  readonly hashing: CryptoKey;
}

export class Sealer {
  #locks: ReadonlyMap<string, Lock>;
  #currentId: string;
  readonly #reread: () => Promise<readonly SealingKey[]>;

  private constructor(
    locks: ReadonlyMap<string, Lock>,
    reread: () => Promise<readonly SealingKey[]>,
  ) {
    this.#locks = locks;
    this.#currentId = [...locks.keys()][0]!;
    this.#reread = reread;
  }

  /** The first key seals, all of them open. `reread` gives them as they are now. */
  static async of(
    keys: readonly SealingKey[],
    reread: () => Promise<readonly SealingKey[]> = () => Promise.resolve(keys),
  ): Promise<Sealer> {
    if (keys.length === 0) throw new Error("Cannot seal anything: there is no key");
    return new Sealer(await locksOf(keys), reread);
  }

  /** Of the key that seals. */
  get keyId(): string {
    return this.#currentId;
  }

  get keyIds(): readonly string[] {
    return [...this.#locks.keys()];
  }

  /**
   * Takes the keys as they are now: another process may have made a new one. What a key of before
   * has sealed can still be opened.
   */
  async refresh(): Promise<void> {
    const locks = await locksOf(await this.#reread());
    this.#currentId = [...locks.keys()][0]!;
    this.#locks = new Map([...locks, ...[...this.#locks].filter(([id]) => !locks.has(id))]);
  }

  /** Seals with the same key for ever: what a transaction has checked can't change behind it. */
  ofThisMoment(): Sealer {
    return new Sealer(this.#locks, this.#reread);
  }

  async seal(text: string): Promise<Sealed> {
    const { head, sealing } = this.#locks.get(this.#currentId)!;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const how = { name: "AES-GCM", iv: nonce, additionalData: head };
    const body = await crypto.subtle.encrypt(how, sealing, new TextEncoder().encode(text));
    return joined(head, nonce, new Uint8Array(body));
  }

  /** Rejects where a byte of it was changed, and with `KeyMissing` where its key isn't ours. */
  async open(sealed: Uint8Array): Promise<string> {
    const id = keyIdOf(sealed);
    if (!this.#locks.has(id)) await this.refresh();
    const lock = this.#locks.get(id);
    if (lock === undefined) throw new KeyMissing(missing(id));
    const bytes = new Uint8Array(sealed); // the driver's buffers are shared
    const at = lock.head.length;
    const how = {
      name: "AES-GCM",
      iv: bytes.subarray(at, at + NONCE_BYTES),
      additionalData: bytes.subarray(0, at),
    };
    try {
      const body = bytes.subarray(at + NONCE_BYTES);
      const words = await crypto.subtle.decrypt(how, lock.sealing, body);
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(words);
    } catch {
      throw new Error(`Cannot open a value sealed with the key "${id}": it was changed, or cut`);
    }
  }

  /** A keyed hash by which a phone number (E.164) or an e-mail address is found again. */
  lookup(contact: string): Promise<Sealed> {
    return hash(this.#locks.get(this.#currentId)!, contact);
  }

  /** One hash for each key: what another key sealed is found as well. */
  lookups(contact: string): Promise<readonly Sealed[]> {
    return Promise.all([...this.#locks.values()].map((lock) => hash(lock, contact)));
  }

  /** Tells one key from another of the same name, and gives away neither. */
  proof(id: string): Promise<Sealed> {
    return hash(this.#locks.get(id)!, `the key ${id}`);
  }
}

/** Of the key that sealed it. */
export function keyIdOf(sealed: Uint8Array): string {
  const [format, length = 0] = sealed;
  const isWhole = sealed.length > HEAD_BYTES + length + NONCE_BYTES;
  if (format !== FORMAT || !isWhole) throw new Error("Cannot open a value: it isn't sealed");
  return new TextDecoder().decode(sealed.subarray(HEAD_BYTES, HEAD_BYTES + length));
}

function missing(id: string): string {
  return `Cannot open what is sealed with the key "${id}": add that key to PARLEY_KEYS, or to ` +
    "the file keys of the data folder that has it";
}

async function locksOf(keys: readonly SealingKey[]): Promise<ReadonlyMap<string, Lock>> {
  return new Map(await Promise.all(keys.map(async (key) => [key.id, await lockOf(key)] as const)));
}

/** One secret, two purposes: what seals is never what hashes. */
async function lockOf({ id, bytes }: SealingKey): Promise<Lock> {
  const secret = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const from = (purpose: string) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: new TextEncoder().encode(`parley ${purpose}`),
  });
  const aes = { name: "AES-GCM", length: KEY_BYTES * 8 };
  const hmac = { name: "HMAC", hash: "SHA-256", length: KEY_BYTES * 8 };
  const { subtle } = crypto;
  const name = new TextEncoder().encode(id);
  return {
    head: joined(new Uint8Array([FORMAT, name.length]), name),
    sealing: await subtle.deriveKey(from("seal"), secret, aes, false, ["encrypt", "decrypt"]),
    hashing: await subtle.deriveKey(from("look up"), secret, hmac, false, ["sign"]),
  };
}

async function hash({ hashing }: Lock, contact: string): Promise<Sealed> {
  const plain = new TextEncoder().encode(contact.trim().toLowerCase());
  return new Uint8Array(await crypto.subtle.sign("HMAC", hashing, plain));
}
