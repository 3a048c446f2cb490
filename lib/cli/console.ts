/** `call`: the same conversation as on the phone, with typed lines instead of sound. */
import { CallDriver, type Verbs } from "../call/driver.ts";
import type { Account, Brain, Clock, Journal } from "../call/ports.ts";
import { Thinking } from "../call/thinking.ts";
import type { CallState, NewCall, Setting } from "../core/conversation/state.ts";
import type { Fact } from "../core/facts.ts";
import { type Summary, summaryOf } from "../core/summary.ts";

/** Typed lines waiting for the agent to finish; a pipe may be read much faster than that. */
const LINES_WAITING_MAX = 10_000;

export interface ConsoleCallOptions {
  readonly setting: Setting;
  readonly call: NewCall;
  readonly clock: Clock;
  readonly brain: Brain;
  readonly journal: Journal;
  readonly account?: Account;
  /** Shows one line of the conversation. */
  readonly show: (speaker: "agent" | "caller", text: string) => void;
  /** True: a line is taken at once and interrupts; false: it waits for the agent's reply. */
  readonly live: boolean;
}

export class ConsoleCall {
  readonly #options: ConsoleCallOptions;
  readonly #driver: CallDriver;
  readonly #thinking: Thinking;
  readonly #waiting: string[] = [];
  #inputEnded = false;
  #ending: Extract<Fact, { type: "call_ended" }> | null = null;

  constructor(options: ConsoleCallOptions) {
    this.#options = options;
    this.#driver = new CallDriver(options.setting, options.call, options.clock, this.#verbs());
    this.#thinking = new Thinking(
      options.brain,
      {
        told: (turn, told) => {
          this.#driver.receive({ type: "brain", turn, told });
          this.#feed();
        },
        toldAhead: () => {},
        toldAside: () => {},
      },
      undefined,
      options.account,
    );
  }

  start(): void {
    this.#driver.receive({ type: "call_started", dialled: null });
    this.#feed();
  }

  /** One line of the caller. Throws when far more lines wait than any conversation has. */
  line(text: string): void {
    if (text.trim() === "") return;
    if (this.#waiting.length >= LINES_WAITING_MAX) {
      throw new Error(`Cannot take more lines: ${LINES_WAITING_MAX} wait for the agent already`);
    }
    this.#waiting.push(text);
    this.#feed();
  }

  /** No more lines: the caller hangs up once the agent has answered the last one. */
  end(): void {
    this.#inputEnded = true;
    this.#feed();
  }

  /** The caller hangs up now. */
  hangUp(): void {
    this.#driver.receive({ type: "hung_up" });
  }

  get ended(): Promise<Summary> {
    return this.#driver.ended.then((state) => this.#summary(state));
  }

  #summary(state: CallState): Summary {
    const { endedBy, atMs } = this.#ending!;
    return summaryOf(state, this.#options.setting.campaign, { endedBy, endedAtMs: atMs });
  }

  /** Hands the waiting lines over, one for each time that it is the caller's turn. */
  #feed(): void {
    for (let count = 0; count <= LINES_WAITING_MAX && this.#isCallersTurn(); count++) {
      const text = this.#waiting.shift();
      if (text === undefined) break;
      if (!this.#options.live) this.#options.show("caller", text);
      this.#driver.receive({ type: "caller_said", text });
    }
    if (this.#inputEnded && this.#isCallersTurn()) this.hangUp();
  }

  #isCallersTurn(): boolean {
    const { phase } = this.#driver.state.agent;
    return phase === "listening" || (this.#options.live && phase === "thinking");
  }

  #verbs(): Verbs {
    const { journal, show } = this.#options;
    return {
      speak: ({ utterance, text }) => {
        show("agent", text);
        this.#driver.receive({ type: "utterance_played", utterance });
      },
      ask_brain: ({ request }) => this.#thinking.ask(request),
      drop_brain: () => this.#thinking.drop(),
      record: ({ fact }) => {
        if (fact.type === "call_ended") this.#ending = fact;
        journal.write(fact);
      },
      save: ({ seq }) => this.#save(seq),
      // A typed line is a whole turn: nothing is asked ahead of it.
      think_ahead: () => {},
      keep_ahead: () => {},
      drop_ahead: () => {},
      pause: () => {},
      resume: () => {},
      hush: () => {},
      hold_back: () => {},
      expect: () => {},
      hang_up: () => {},
      hand_over: () => {},
      transfer: () => {}, // there is no dialplan, and so no person in it
    };
  }

  async #save(seq: number): Promise<void> {
    const ok = await this.#options.journal.sync().then(() => true, () => false);
    this.#driver.receive({ type: "saved", seq, ok });
    this.#feed();
  }
}
