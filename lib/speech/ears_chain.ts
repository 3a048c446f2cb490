/** Ears behind ears: where the first ones fail, the relief hears the running utterance from its begin. */
import type { Ears, EarsEvent, EarsOptions, EarsSession } from "../call/ports.ts";
import { Deadline } from "../clockwork/deadline.ts";
import type { Asked } from "../core/understand/heard.ts";
import { EarsTape, type Listener } from "./ears_tape.ts";
import type { RelievableEars, RelievableSession } from "./relievable.ts";

/** How long the relief's last words are waited for when the first ears can hear again. */
const LAST_WORDS_MS = 4_000;
/** What the first ears may have told by then; they tell about once a second. */
const HELD_MAX = 64;

export class EarsChain implements Ears {
  readonly name: string;
  readonly #first: RelievableEars;
  readonly #relief: Ears;

  constructor(first: RelievableEars, relief: Ears) {
    this.name = `${first.name}, else ${relief.name}`;
    this.#first = first;
    this.#relief = relief;
  }

  open(options: EarsOptions, tell: (event: EarsEvent) => void): EarsSession {
    return new ChainSession(this.#first, this.#relief, options, tell);
  }
}

/**
 * Who is listened to. "relief": what the first ears tell is not told, until an utterance has ended.
 * "handing_back": what they tell waits for the relief's last words.
 */
type Turn = "first" | "relief" | "handing_back";

class ChainSession implements EarsSession {
  readonly #tell: (event: EarsEvent) => void;
  readonly #openRelief: () => EarsSession;
  readonly #reliefName: string;
  readonly #first: RelievableSession;
  readonly #tape = new EarsTape();
  readonly #patience = new Deadline();
  #relief: EarsSession | null = null;
  #turn: Turn = "first";
  #firstFailed = false;
  #reliefFailed = false;
  #toldFailed = false;
  #speaking = false;
  #stoppedAtMs: number | null = null;
  #asked: Asked | null = null;
  /** Utterances that the relief has got whole, and told nothing of yet. */
  #owed = 0;
  #held: EarsEvent[] = [];

  constructor(
    first: RelievableEars,
    relief: Ears,
    options: EarsOptions,
    tell: (event: EarsEvent) => void,
  ) {
    this.#tell = tell;
    this.#reliefName = relief.name;
    this.#openRelief = () => relief.open(options, (event) => this.#reliefTells(event));
    this.#first = first.open(options, (event) => this.#firstTells(event));
  }

  frame(bytes: Uint8Array, atMs: number): void {
    this.#tape.frame(bytes, atMs);
    this.#first.frame(bytes, atMs);
    if (this.#turn === "relief") this.#relief?.frame(bytes, atMs);
  }

  speechStarted(atMs: number): void {
    this.#speaking = true;
    this.#tape.speechStarted(atMs);
    this.#first.speechStarted(atMs);
    if (this.#turn !== "relief") return;
    this.#tellFellBack();
    this.#relief?.speechStarted(atMs);
  }

  speechStopped(atMs: number): void {
    this.#speaking = false;
    this.#stoppedAtMs = atMs;
    this.#tape.speechStopped(atMs);
    this.#first.speechStopped(atMs);
    if (this.#turn !== "relief") return;
    this.#owed++;
    this.#relief?.speechStopped(atMs);
    if (!this.#firstFailed) this.#handBack();
  }

  expect(asked: Asked): void {
    this.#asked = asked;
    this.#first.expect(asked);
    this.#relief?.expect(asked);
  }

  close(): void {
    this.#first.close();
    this.#closeRelief();
    this.#held = [];
  }

  #firstTells(event: EarsEvent): void {
    if (event.type === "failed") return this.#firstFails(event.reason);
    if (event.type === "restored") return this.#firstRecovers();
    if (this.#turn === "first") this.#tell(event);
    if (this.#turn !== "handing_back") return;
    this.#held.push(event);
    if (this.#held.length > HELD_MAX) this.#handedBack();
  }

  #firstFails(reason: string): void {
    this.#firstFailed = true;
    if (this.#turn !== "relief") this.#takeOver();
    if (this.#reliefFailed) this.#tellFailed(reason);
  }

  #takeOver(): void {
    if (this.#turn === "handing_back") this.#tellHeld();
    this.#patience.clear();
    this.#turn = "relief";
    const isNew = this.#relief === null;
    this.#relief ??= this.#openRelief();
    if (this.#asked && isNew) this.#relief.expect(this.#asked);
    const fromMs = this.#first.owedFromMs;
    const listener = this.#counting(this.#relief);
    if (this.#speaking || fromMs !== null) this.#tellFellBack();
    if (fromMs === null) this.#tape.lead(listener);
    else this.#tape.play(fromMs, listener);
  }

  #firstRecovers(): void {
    this.#firstFailed = false;
    if (this.#turn !== "relief") return;
    if (this.#reliefFailed) return this.#handedBack(); // they repeat what nobody has told
    if (!this.#speaking) this.#handBack();
  }

  /** The utterance is over: the next one is the first ears' again. */
  #handBack(): void {
    this.#turn = "handing_back";
    if (this.#stoppedAtMs !== null) this.#first.relieve(this.#stoppedAtMs);
    if (this.#owed === 0) return this.#handedBack();
    this.#patience.set(LAST_WORDS_MS, () => this.#handedBack());
  }

  #handedBack(): void {
    this.#turn = "first";
    this.#closeRelief();
    this.#tellRestored();
    this.#tellHeld();
  }

  #tellHeld(): void {
    for (const event of this.#held.splice(0)) this.#tell(event);
  }

  #reliefTells(event: EarsEvent): void {
    if (event.type === "failed") return this.#reliefFails(event.reason);
    if (event.type === "restored") {
      this.#reliefFailed = false;
      return this.#tellRestored();
    }
    this.#tell(event);
    if (event.type === "interim" || (event.type === "final" && !event.endOfSpeech)) return;
    this.#owed = Math.max(0, this.#owed - 1);
    if (this.#owed > 0) return;
    if (this.#turn === "handing_back") return this.#handedBack();
    if (this.#stoppedAtMs !== null) this.#first.relieve(this.#stoppedAtMs);
  }

  #reliefFails(reason: string): void {
    this.#reliefFailed = true;
    if (this.#firstFailed) this.#tellFailed(reason);
    else this.#handedBack();
  }

  #closeRelief(): void {
    this.#patience.clear();
    this.#relief?.close();
    this.#relief = null;
    this.#reliefFailed = false;
    this.#owed = 0;
  }

  #counting(relief: EarsSession): Listener {
    return {
      frame: (bytes, atMs) => relief.frame(bytes, atMs),
      speechStarted: (atMs) => relief.speechStarted(atMs),
      speechStopped: (atMs) => {
        this.#owed++;
        relief.speechStopped(atMs);
      },
    };
  }

  /** Once for each utterance that the relief hears. */
  #tellFellBack(): void {
    this.#tell({ type: "fell_back", to: this.#reliefName });
  }

  #tellFailed(reason: string): void {
    if (this.#toldFailed) return;
    this.#toldFailed = true;
    this.#tell({ type: "failed", reason });
  }

  #tellRestored(): void {
    if (!this.#toldFailed) return;
    this.#toldFailed = false;
    this.#tell({ type: "restored" });
  }
}
