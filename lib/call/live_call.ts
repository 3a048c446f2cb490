/** One live voice call: the conversation joined with ears, brain, voice and the media leg. */
import type { BrainRequest } from "../core/brain.ts";
import type { Campaign } from "../core/campaign.ts";
import type { CallState, NewCall, Setting } from "../core/conversation/state.ts";
import { type BrainRequests, requestsSince } from "../core/conversation/ahead.ts";
import { timingFact } from "../core/facts.ts";
import { openEars } from "./call_ears.ts";
import { CallDriver, type Verbs } from "./driver.ts";
import { TurnLedger } from "./ledger.ts";
import { Listening } from "./listening.ts";
import { Mouth } from "./mouth.ts";
import { Phrasing } from "./phrasing.ts";
import type {
  Account,
  Brain,
  CallObserver,
  Clock,
  Ears,
  Journal,
  MediaEvent,
  MediaLeg,
  PluginsOfCall,
  Voice,
  VoiceDetector,
} from "./ports.ts";
import { Thinking, type ThinkingListener } from "./thinking.ts";

export interface LiveCallParts {
  readonly setting: Setting;
  /** A state is that of a call which has come back. */
  readonly call: NewCall | CallState;
  readonly clock: Clock;
  readonly leg: MediaLeg;
  /** Null where only the keypad can hear. */
  readonly ears: Ears | null;
  readonly detector: VoiceDetector;
  readonly brain: Brain;
  readonly voice: Voice;
  readonly journal: Journal;
  readonly account?: Account;
  readonly observer: CallObserver;
  /** None: nobody else has a say in this call. */
  readonly plugins?: PluginsOfCall;
  /** Ends the caller's channel, or gives it back to the dialplan. Called once at most. */
  readonly leave: (how: "hang_up" | "continue") => void;
  /** Gives the caller's channel to a person; resolves when the PBX has taken it there. */
  readonly transfer: (note: string) => Promise<void>;
  /** Trouble that the caller did not have to notice; `part` is "ears", "voice", "journal", "transfer". */
  readonly trouble: (part: string, error: unknown) => void;
}

export class LiveCall {
  readonly #parts: LiveCallParts;
  readonly #driver: CallDriver;
  readonly #thinking: Thinking;
  readonly #phrasing: Phrasing;
  readonly #mouth: Mouth;
  readonly #listening: Listening;
  readonly #ledger: TurnLedger;
  /** A call that has come back brings those of before, which were told. */
  readonly #requestsBefore: BrainRequests;

  constructor(parts: LiveCallParts) {
    this.#parts = parts;
    const { setting, call, clock } = parts;
    const ledger = this.#openLedger();
    this.#ledger = ledger;
    this.#driver = new CallDriver(setting, call, clock, this.#verbs(), (event, effects, state) => {
      ledger.step(event, effects, state);
    });
    this.#requestsBefore = this.#driver.state.requests;
    this.#thinking = this.#openThinking();
    this.#phrasing = this.#openPhrasing();
    this.#mouth = new Mouth({
      voice: parts.voice,
      account: parts.account,
      leg: parts.leg,
      reword: (utterance, text) => this.#phrasing.reword(utterance, text),
      played: (utterance) => this.#driver.receive({ type: "utterance_played", utterance }),
      watch: (moment, utterance) => ledger.moment(moment, utterance, clock.nowMs()),
      fellBack: ({ to }) => ledger.fellBack({ part: "voice", to }),
      cut: (utterance, heard) => this.#driver.receive({ type: "utterance_cut", utterance, heard }),
      failed: (error) => {
        parts.trouble("voice", error);
        ledger.fellBack({ part: "voice", to: "silence" });
      },
    });
    this.#listening = new Listening({
      encoding: parts.leg.encoding,
      detector: parts.detector,
      ownDbfs: (fromMs, untilMs) => parts.leg.ownDbfs(fromMs, untilMs),
      ears: openEars(parts, {
        tell: (event) => this.#driver.receive(event),
        fellBack: (to) => ledger.fellBack({ part: "ears", to }),
      }),
      tell: (event) => this.#driver.receive(event),
    });
    this.#driver.ended.then(() => this.#close());
  }

  /** Resolves with the last state when the call is no longer ours, and everything of it is closed. */
  get ended(): Promise<CallState> {
    return this.#driver.ended;
  }

  get state(): CallState {
    return this.#driver.state;
  }

  get campaign(): Campaign {
    return this.#parts.setting.campaign;
  }

  start(dialled: string | null): void {
    this.#driver.receive({ type: "call_started", dialled });
  }

  /** No person took it. */
  comeBack(why: string): void {
    this.#driver.receive({ type: "transferred_back", why });
  }

  media(event: MediaEvent): void {
    switch (event.type) {
      case "frame":
        return this.#listening.frame(event.bytes, event.atMs);
      case "started":
        return this.#ledger.moment("first_packet", event.utterance, this.#parts.clock.nowMs());
      case "played":
        return this.#mouth.heard(event.utterance);
      case "cut":
        return this.#mouth.cut(event.utterance, event.heardMs);
      case "digit":
        return this.#driver.receive({ type: "digit", digit: event.digit });
      case "closed":
        return this.#driver.receive({ type: "media_lost" });
      case "restored":
        return this.#driver.receive({ type: "media_restored" });
    }
  }

  /** The caller's channel has left our application: hung up, or on its way to a person. */
  left(): void {
    this.#parts.leg.settle();
    this.#driver.receive({ type: "left", heard: this.#mouth.heardSoFar });
  }

  hungUp(): void {
    this.#parts.leg.settle();
    this.#driver.receive({ type: "hung_up", heard: this.#mouth.heardSoFar });
  }

  lost(reason: string): void {
    this.#parts.leg.settle();
    this.#driver.receive({ type: "lost", reason });
  }

  shutdown(): void {
    this.#driver.receive({ type: "shutdown" });
  }

  #verbs(): Verbs {
    const { journal, leave, leg, plugins } = this.#parts;
    return {
      speak: ({ utterance, text }) =>
        this.#mouth.speak(utterance, text, this.#phrasing.isSlow(text)),
      pause: () => leg.pause(),
      resume: () => leg.resume(),
      hush: ({ keep }) => this.#mouth.hush(keep),
      ask_brain: ({ request }) => this.#thinking.ask(request),
      drop_brain: () => this.#thinking.drop(),
      think_ahead: ({ generation, request }) => this.#thinking.askAhead(generation, request),
      keep_ahead: () => this.#thinking.keepAhead(),
      drop_ahead: () => this.#thinking.dropAhead(),
      expect: ({ asked }) => this.#listening.expect(asked),
      record: ({ fact }) => {
        journal.write(fact);
        plugins?.told(fact, (late) => journal.write(late));
      },
      hold_back: () => {}, // the ledger counts the turn from here
      save: ({ seq }) => this.#save(seq),
      hang_up: () => leave("hang_up"),
      hand_over: () => leave("continue"),
      transfer: ({ note }) => this.#transfer(note),
    };
  }

  #openThinking(): Thinking {
    const { brain, clock, plugins, account } = this.#parts;
    const listener: ThinkingListener = {
      told: (turn, told) => this.#driver.receive({ type: "brain", turn, told }),
      toldAhead: (turn, generation, told) =>
        this.#driver.receive({ type: "thought_ahead", turn, generation, told }),
      toldAside: (turn, told) => {
        if (told.type === "first_token") this.#ledger.firstToken(turn, clock.nowMs());
        else this.#ledger.fellBack({ part: "brain", to: told.to });
      },
    };
    const prepare = plugins && ((request: BrainRequest) => plugins.prepare(request));
    return new Thinking(brain, listener, prepare, account);
  }

  #openPhrasing(): Phrasing {
    return new Phrasing({
      campaign: this.campaign,
      plugins: this.#parts.plugins,
      speaking: () => this.#driver.state.speaking,
      isSlowTurn: () => this.#thinking.isSlow,
      reworded: (utterance, text) => this.#driver.receive({ type: "reworded", utterance, text }),
    });
  }

  #openLedger(): TurnLedger {
    const { call, journal, observer } = this.#parts;
    return new TurnLedger({
      turnEnded(timing) {
        journal.write(timingFact(call.call, timing));
        observer.turnEnded(timing);
      },
      fellBack: (fallback) => observer.fellBack(fallback),
    });
  }

  async #save(seq: number): Promise<void> {
    const ok = await this.#parts.journal.sync().then(() => true, (error) => {
      this.#parts.trouble("journal", error);
      return false;
    });
    this.#driver.receive({ type: "saved", seq, ok });
  }

  async #transfer(note: string): Promise<void> {
    const ok = await this.#parts.transfer(note).then(() => true, (error) => {
      this.#parts.trouble("transfer", error);
      return false;
    });
    this.#driver.receive({ type: ok ? "transferred" : "transfer_failed" });
  }

  #close(): void {
    this.#thinking.close();
    this.#mouth.close();
    this.#listening.close();
    this.#parts.leg.close();
    this.#parts.plugins?.close();
    this.#ledger.close();
    const { requests } = this.#driver.state;
    this.#parts.observer.callEnded(requestsSince(this.#requestsBefore, requests));
  }
}
