/** A real Asterisk on loopback, with the shipped configuration and ports of its own. */
import { type EdgeWiring, labConfig, type LabSecrets } from "./config.ts";
import { guard, type Guarded } from "./guard.ts";
import { layOut, removeFolder } from "./instance_folder.ts";
import { type PortBlock, takePorts } from "./ports.ts";
import { asteriskRoot } from "./root.ts";

/** Asterisk is up in half a second on an idle machine, in six on one that is busy. */
const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;
/** A program outside the lab may take a port between our look and Asterisk's. */
const STARTS_MAX = 3;
const PORT_TAKEN = /Address already in use|could not be started/;
const INSTANCES = "/var/lib/parley-lab";

export interface LabOptions {
  readonly edge?: EdgeWiring;
  /** Seconds without audio from a lab caller until Asterisk ends the call; 60 as shipped. */
  readonly rtpTimeoutS?: number;
  /** More text for a configuration file, by name: `{ "extensions.local.conf": "[x]…" }`. */
  readonly append?: Readonly<Record<string, string>>;
  /** Files of the configuration that are left out. */
  readonly without?: readonly string[];
  /** How long the start may take; 30 s unless given. */
  readonly readyWithinMs?: number;
}

export interface Lab extends AsyncDisposable {
  /** For ARI_URL: "http://127.0.0.1:…/ari". */
  readonly ariUrl: string;
  readonly username: string;
  readonly password: string;
  readonly phones: LabSecrets["phones"];
  /** UDP, on 127.0.0.1. */
  readonly sipPort: number;
  readonly httpPort: number;
  /** "22.10.1+…" */
  readonly version: string;
  /** Of the Asterisk that runs now. */
  pid(): number;
  /** What a console command prints. */
  cli(command: string): Promise<string>;
  channels(): Promise<LabChannel[]>;
  bridges(): Promise<LabBridge[]>;
  /** Changes a file of its configuration, which is read at the next reload, and kept till a restart. */
  change(name: string, by: (text: string) => string): Promise<void>;
  /** Of a channel; "" when it has none of that name. */
  variable(channel: string, name: string): Promise<string>;
  /** Asterisk's messages.log since its first start. */
  log(): Promise<string>;
  /** kill -9. `restart()` brings it back. */
  kill(): Promise<void>;
  /** Ends Asterisk if it runs, and starts it again on the same ports. */
  restart(): Promise<void>;
  /** Ends Asterisk and deletes its folder. Safe to repeat. */
  stop(): Promise<void>;
}

export interface LabChannel {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly dialplan: {
    readonly context: string;
    readonly exten: string;
    readonly app_name: string;
    readonly app_data: string;
  };
}

export interface LabBridge {
  readonly id: string;
  readonly channels: readonly string[];
}

/** Starts one, ready to take calls. It ends with this process at the latest. */
export async function startAsterisk(options: LabOptions = {}): Promise<Lab> {
  for (let start = 1;; start++) {
    const lab = new RunningLab(await asteriskRoot(), takePorts(), options);
    try {
      await lab.restart();
      return lab;
    } catch (error) {
      await lab.stop();
      if (!(error instanceof PortTaken) || start === STARTS_MAX) throw error;
    }
  }
}

/** Somebody was faster: another try with other ports helps. */
class PortTaken extends Error {}

class RunningLab implements Lab {
  readonly ariUrl: string;
  readonly username = "parley";
  readonly password = word();
  readonly phones = { "1001": word(), "1002": word() };
  readonly sipPort: number;
  readonly httpPort: number;
  readonly version: string;
  readonly #root: string;
  readonly #ports: PortBlock;
  readonly #options: LabOptions;
  /** As Asterisk sees it, inside its root. */
  readonly #folder = `${INSTANCES}/${word().slice(0, 8)}`;
  #running: Guarded | null = null;
  #stopped = false;

  constructor(root: { path: string; version: string }, ports: PortBlock, options: LabOptions) {
    this.#root = root.path;
    this.version = root.version;
    this.#ports = ports;
    this.#options = options;
    this.sipPort = ports.sip;
    this.httpPort = ports.http;
    this.ariUrl = `http://127.0.0.1:${ports.http}/ari`;
  }

  pid(): number {
    if (!this.#running) throw new Error("Cannot tell the pid: Asterisk isn't running");
    return this.#running.pid;
  }

  async restart(): Promise<void> {
    await this.#end({ keep: true });
    await layOut(this.#root, this.#folder, await this.#files());
    const conf = `${this.#folder}/etc/asterisk.conf`;
    const program = ["chroot", this.#root, "asterisk", "-f", "-C", conf];
    this.#running = await guard(`${this.#root}${this.#folder}`, program);
    await this.#ready(this.#running);
  }

  async cli(command: string): Promise<string> {
    const conf = `${this.#folder}/etc/asterisk.conf`;
    const { success, stdout, stderr } = await new Deno.Command("chroot", {
      args: [this.#root, "asterisk", "-C", conf, "-rx", command],
    }).output();
    const said = new TextDecoder().decode(stdout);
    if (success) return said;
    const why = `${said} ${new TextDecoder().decode(stderr)}`.trim();
    throw new Error(`Cannot run "${command}" on the lab's console: ${why}`);
  }

  channels(): Promise<LabChannel[]> {
    return this.#get("channels");
  }

  bridges(): Promise<LabBridge[]> {
    return this.#get("bridges");
  }

  async change(name: string, by: (text: string) => string): Promise<void> {
    const path = `${this.#root}${this.#folder}/etc/${name}`;
    await Deno.writeTextFile(path, by(await Deno.readTextFile(path)));
  }

  async variable(channel: string, name: string): Promise<string> {
    const path = `channels/${encodeURIComponent(channel)}/variable?variable=${name}`;
    return (await this.#get<{ value: string }>(path)).value;
  }

  log(): Promise<string> {
    return Deno.readTextFile(`${this.#root}${this.#folder}/log/messages.log`);
  }

  async kill(): Promise<void> {
    if (!this.#running) return;
    try {
      Deno.kill(this.#running.pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // has ended by itself
    }
    await this.#running.ended;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#end({ keep: false });
    await removeFolder(`${this.#root}${this.#folder}`); // if it was never started
    this.#ports[Symbol.dispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #end(options: { keep: boolean }): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.end(options);
  }

  async #files(): Promise<Record<string, string | null>> {
    const files = await labConfig({
      folder: this.#folder,
      ports: this.#ports,
      secrets: { username: this.username, password: this.password, phones: this.phones },
      edge: this.#options.edge ?? null,
      rtpTimeoutS: this.#options.rtpTimeoutS ?? 60,
    });
    for (const [name, more] of Object.entries(this.#options.append ?? {})) {
      files[name] = `${files[name] ?? ""}\n${more}\n`;
    }
    for (const name of this.#options.without ?? []) delete files[name];
    return files;
  }

  /** Asterisk answers 404 before ARI is loaded and 503 before everything else is. */
  async #ready(asterisk: Guarded): Promise<void> {
    const withinMs = this.#options.readyWithinMs ?? READY_WITHIN_MS;
    const untilMs = Date.now() + withinMs;
    let ended: number | null = null;
    let ready = false;
    asterisk.ended.then((code) => ended = code);
    while (Date.now() < untilMs) {
      ready = await this.#get("asterisk/info").then(() => true, () => false);
      if (ready || ended !== null) break;
      await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    }
    const log = await this.log().catch(() => "(no log)");
    if (PORT_TAKEN.test(log)) throw new PortTaken(`Cannot start the lab:\n${tail(log)}`);
    if (ready) return;
    const how = ended === null ? `isn't ready after ${withinMs} ms` : `exited with ${ended}`;
    throw new Error(`Cannot start the lab: Asterisk ${how}; its last lines:\n${tail(log)}`);
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.ariUrl}/${path}`, {
      headers: { authorization: `Basic ${btoa(`${this.username}:${this.password}`)}` },
    });
    if (response.ok) return await response.json();
    throw new Error(`Cannot GET ${path} of the lab: ${response.status} ${await response.text()}`);
  }
}

/** Forty letters and digits that nobody can guess. */
function word(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => {
    return byte.toString(16).padStart(2, "0");
  }).join("");
}

function tail(text: string): string {
  return text.trimEnd().split("\n").slice(-15).join("\n");
}
