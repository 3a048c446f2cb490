/** A number that real callers dial: Asterisk, the program behind it, and what both keep afterwards. */
import { openStore, type Store } from "../../lib/host/store.ts";
import { findCalls, readCalls, type Reader, readLead, readTurns } from "../../lib/store/leads.ts";
import { layOutDatabase, sharePhrases } from "../host/prepared.ts";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { type Call, type CallerOptions, placeCall } from "../lab/sip_caller.ts";
import { type Program, runCommand, startProgram } from "./program.ts";
import { socketsTo } from "./program_resources.ts";

/**
 * A hung-up call is gone from Asterisk within milliseconds, and idle connections soon after; but those
 * that a rush of calls opened and nobody used stay in the pool of `fetch`, which keeps them for 90 s.
 */
export const TIDY_WITHIN_MS = 150_000;
/** Asterisk's own 15 s would let every test wait for them. */
export const IDLE_CONNECTIONS = {
  "http.conf": "[general](+)\nsession_keep_alive = 1000",
} as const;
/** A fact reaches the database within a second; a busy machine takes longer. */
const STORED_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;
/** Between the program and Asterisk while nobody calls: the events', and the heartbeat's. */
const SOCKETS_KEPT = 2;

export interface HotlineOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** An Asterisk that is there already stays when the hotline closes. */
  readonly lab?: Lab;
  /** Of Asterisk, as the program is told; for a proxy between the two. */
  readonly ariUrl?: string;
}

/** What the database holds of one call. */
export interface StoredCall {
  readonly endedBy: string | null;
  readonly reason: string | null;
  readonly turns: number | null;
  readonly status: string | null;
  readonly fields: Readonly<Record<string, StoredField>>;
}

export interface SaidLine {
  readonly turn: number;
  readonly speaker: "agent" | "caller";
  readonly text: string;
  /** Epoch ms at which it was written down: the agent's when it was heard, or cut short. */
  readonly atMs: number;
}

export interface StoredField {
  readonly value: unknown;
  readonly quote: string;
  /** What the caller said in the turn that the quote is from. */
  readonly said: string | null;
}

export class Hotline implements AsyncDisposable {
  readonly lab: Lab;
  readonly #ownsLab: boolean;
  readonly #options: HotlineOptions;
  readonly #folder: string;
  readonly #store: Store;
  #program: Program;

  private constructor(
    lab: Lab,
    options: HotlineOptions,
    folder: string,
    program: Program,
    store: Store,
  ) {
    this.lab = lab;
    this.#ownsLab = options.lab === undefined;
    this.#options = options;
    this.#folder = folder;
    this.#program = program;
    this.#store = store;
  }

  static async open(options: HotlineOptions = {}): Promise<Hotline> {
    const lab = options.lab ?? await startLab();
    // As root the database runs as another user, who must reach the folder.
    const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "parley-call-" });
    await Deno.chmod(folder, 0o755);
    try {
      await layOutDatabase(folder);
      // Phrases of a voice that asks for money are for its bill to tell.
      if (options.env?.["OPENAI_API_KEY"] === undefined) await sharePhrases(folder);
      const program = await startProgram(programOptions(lab, folder, options));
      return new Hotline(lab, options, folder, program, await openStoreIn(folder));
    } catch (error) {
      await Deno.remove(folder, { recursive: true });
      if (options.lab === undefined) await lab.stop();
      throw error;
    }
  }

  get program(): Program {
    return this.#program;
  }

  /** Where the program keeps what is its own. */
  get folder(): string {
    return this.#folder;
  }

  /** The program once more, with the same folder; the one before must have ended. */
  async restart(): Promise<void> {
    this.#program = await startProgram(programOptions(this.lab, this.#folder, this.#options));
  }

  /** What a command prints that is run beside the program, with the same folder. */
  command(...args: string[]): Promise<string> {
    return runCommand(args, programOptions(this.lab, this.#folder, this.#options));
  }

  dial(options: Partial<CallerOptions> = {}): Call {
    return placeCall({ sipPort: this.lab.sipPort, extension: "9000", ...options });
  }

  /** Resolves when the call from `callerId` is stored to its end. */
  stored(callerId: string): Promise<StoredCall> {
    return storedCall(this.#store, callerId);
  }

  /** What was said in the call from `callerId`, in order; after `stored`. */
  async said(callerId: string): Promise<readonly SaidLine[]> {
    const reader = readerOf(this.#store);
    const turns = await readTurns(reader, await findCalls(reader, callerId));
    return turns.map(({ turn, speaker, said: text, at }) => {
      return { turn, speaker, text, atMs: at.getTime() };
    });
  }

  /** The rows of the turns of the call from `callerId` so far. */
  async timings(callerId: string) {
    const calls = [...await findCalls(readerOf(this.#store), callerId)];
    return await this.#store.sql()`select * from turn_timings
      where call_id = any(${calls}::uuid[]) order by turn`;
  }

  /** All that the books of all days hold so far, phrases of the start included. */
  async spentDollars(): Promise<number> {
    const [row] = await this.#store.sql()`select coalesce(sum(micros), 0) as micros from spending`;
    return Number(row!["micros"]) / 1e6;
  }

  /** Calls that have been written down so far. */
  async calls(): Promise<number> {
    const [row] = await this.#store.sql()`select count(*)::integer as calls from calls`;
    return row!.calls;
  }

  /**
   * Resolves when Asterisk holds nothing more of any call, and the program no media socket.
   * `abandoned`: sockets of events whose closing Asterisk may never have answered.
   */
  async tidy({ abandoned = 0 } = {}): Promise<void> {
    let left = "";
    await eventually(
      () => `nothing is left of the calls, but ${left}`,
      TIDY_WITHIN_MS,
      async () => {
        const channels = (await this.lab.channels()).map(({ name }) => name);
        const bridges = (await this.lab.bridges()).map(({ id }) => id);
        const port = Number(new URL(this.#options.ariUrl ?? this.lab.ariUrl).port);
        const sockets = await socketsTo(this.#program.pid, port);
        const live = await this.metric("parley_live_calls");
        left = JSON.stringify({ channels, bridges, sockets, live });
        return channels.length + bridges.length + live === 0 && sockets <= SOCKETS_KEPT + abandoned
          ? true
          : null;
      },
    );
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.#program.webAddress}/metrics`)).text();
    const value = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
    if (value === undefined) throw new Error(`Cannot read the metric ${name}: there is none`);
    return Number(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
    await this.#store.close({ drainMs: 1_000 });
    if (this.#ownsLab) await this.lab.stop();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Resolves when the database holds the call from `callerId` to its end. */
export async function storedCall(place: Place, callerId: string): Promise<StoredCall> {
  return await eventually(`the call from ${callerId} is stored`, STORED_WITHIN_MS, async () => {
    const call = await callFrom(readerOf(place), callerId);
    return call?.endedBy == null ? null : call;
  });
}

type Place = Pick<Store, "sql" | "sealer">;

function readerOf(place: Place): Reader {
  return { sql: place.sql(), sealer: place.sealer, actor: "person:test" };
}

async function callFrom(reader: Reader, callerId: string): Promise<StoredCall | null> {
  const calls = await readCalls(reader, await findCalls(reader, callerId));
  const call = calls.find(({ callerNumber }) => callerNumber === callerId);
  if (!call) return null;
  const lead = await readLead(reader, call.id);
  const turns = await readTurns(reader, [call.id]);
  const said = (turn: number) =>
    turns.find((each) => each.turn === turn && each.speaker === "caller")?.said ?? null;
  return {
    endedBy: call.endedBy,
    reason: call.endReason,
    turns: call.turns,
    status: lead?.status ?? null,
    fields: Object.fromEntries(
      (lead?.fields ?? []).map(({ field, value, quote, turn }) => [
        field,
        { value, quote, said: said(turn) },
      ]),
    ),
  };
}

/** As shipped, but that connections which nobody uses are closed after a second. */
export function startLab(): Promise<Lab> {
  return startAsterisk({ append: IDLE_CONNECTIONS });
}

function programOptions(lab: Lab, dataFolder: string, { env, ariUrl }: HotlineOptions) {
  return {
    dataFolder,
    env: {
      ARI_URL: ariUrl ?? lab.ariUrl,
      ARI_USERNAME: lab.username,
      ARI_PASSWORD: lab.password,
      ...env,
    },
  };
}

function openStoreIn(dataFolder: string): Promise<Store> {
  return openStore({
    dataFolder,
    databaseUrl: null,
    retention: { days: { calls: 90, transcripts: 90, leads: 90 }, plugins: "keep" },
    onProgress: () => {},
    log: () => {},
  });
}

/** Looks until `look` finds something; rejects with what was awaited when it does not in time. */
export async function eventually<Found>(
  what: string | (() => string),
  withinMs: number,
  look: () => Promise<Found | null>,
): Promise<Found> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() >= untilMs) {
      throw new Error(`Waited ${withinMs} ms until ${typeof what === "string" ? what : what()}`);
    }
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
  }
}
