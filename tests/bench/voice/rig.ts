/** A real Asterisk, Parley behind it, stand-ins, and callers with something to say. */
import { progress } from "./machine.ts";
import { type Lab } from "../../lab/asterisk.ts";
import { startLab } from "../../stories/hotline.ts";
import { type Program, startProgram } from "../../stories/program.ts";
import { Cloud, type CloudSettings } from "./cloud.ts";
import { renderSayings, type Saying } from "./sayings.ts";
import type { SentPhrase } from "./stamps.ts";

/** Tags in use: calls at once, and as many that have just ended. */
const TAGS = 130;
/** Parley takes no more calls than this. */
const MAX_CALLS = 130;
/** As deploy/systemd/parley.service starts it. */
const NICE = -5;
/** No call is left by then. */
const STOP_WITHIN_MS = 10_000;
const ENTRY = new URL("parley.ts", import.meta.url).pathname;

const USUAL: CloudSettings = {
  ...{ spread: "fixed", voice: "tones", pace: "natural", hurry: false },
};

export class Rig implements AsyncDisposable {
  readonly lab: Lab;
  readonly cloud: Cloud;
  readonly sayings: ReadonlyMap<string, readonly Saying[]>;
  readonly #folder: string;

  private constructor(
    lab: Lab,
    cloud: Cloud,
    sayings: ReadonlyMap<string, readonly Saying[]>,
    folder: string,
  ) {
    this.lab = lab;
    this.cloud = cloud;
    this.sayings = sayings;
    this.#folder = folder;
  }

  static async open(): Promise<Rig> {
    progress("callers learn their words");
    const sayings = await renderSayings(TAGS);
    progress("Asterisk and the stand-ins start");
    const [lab, cloud] = await Promise.all([startLab(), Cloud.start()]);
    cloud.learn(sayings);
    // As root the database runs as another user, who must reach the folder.
    const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "parley-bench-" });
    await Deno.chmod(folder, 0o755);
    return new Rig(lab, cloud, sayings, folder);
  }

  /** Parley, ready for calls, with its phrases rendered; at a natural pace unless said. */
  async start(changed: Partial<CloudSettings> = {}, env = {}): Promise<Parley> {
    const settings = { ...USUAL, ...changed };
    this.cloud.set({ ...settings, hurry: true });
    const folder = `${this.#folder}/${crypto.randomUUID().slice(0, 8)}`;
    await Deno.mkdir(folder);
    const sentFile = `${folder}.sent.jsonl`;
    const { ariUrl, username, password } = this.lab;
    const program = await startProgram({
      dataFolder: folder,
      args: ["run", "-A", "--frozen", ENTRY, "start"],
      nice: NICE,
      env: {
        ARI_URL: ariUrl,
        ARI_USERNAME: username,
        ARI_PASSWORD: password,
        MAX_CALLS: `${MAX_CALLS}`,
        BENCH_SENT: sentFile,
        ...this.cloud.env,
        ...env,
      },
    });
    this.cloud.set(settings);
    return new Parley(program, sentFile);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cloud[Symbol.dispose]();
    await this.lab.stop();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

export class Parley implements AsyncDisposable {
  readonly program: Program;
  readonly #sentFile: string;

  constructor(program: Program, sentFile: string) {
    this.program = program;
    this.#sentFile = sentFile;
  }

  /** Every phrase that left a media socket so far. */
  async sent(): Promise<SentPhrase[]> {
    const lines = (await Deno.readTextFile(this.#sentFile)).split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  }

  /** As an operator ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.program.kill("SIGINT");
    const timer = setTimeout(() => this.program.kill("SIGKILL"), STOP_WITHIN_MS);
    await this.program.ended;
    clearTimeout(timer);
  }
}
