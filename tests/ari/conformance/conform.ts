/** Everything that can be tried on one Asterisk: operations by both ways, then events. */
import { acceptOnDeno } from "../../../lib/ari/deno.ts";
import { Line } from "../../../lib/ari/line.ts";
import { AriDoor, basic, type OperationName, OPERATIONS } from "../../../lib/ari/mod.ts";
import { callOver } from "../../../lib/ari/operation.ts";
import { HttpRest } from "../../../lib/ari/rest_http.ts";
import { type Lab, startAsterisk } from "../../lab/asterisk.ts";
import { describe } from "../generate.ts";
import { loginOf } from "../lab_ari.ts";
import { Ghost } from "./ghost.ts";
import { PROVOCATIONS } from "./provocations.ts";
import { EVENT_WITHIN_MS, Stage } from "./stage.ts";
import { type Noted, RECIPES, tryAll } from "./trial.ts";
import { OUTBOUND, trialLab } from "./trial_lab.ts";

export interface Conformance {
  readonly version: string;
  readonly http: ReadonlyMap<OperationName, Noted>;
  readonly webSocket: ReadonlyMap<OperationName, Noted>;
  /** Over a socket that Asterisk has opened. */
  readonly accepted: ReadonlyMap<OperationName, Noted>;
  /** Names of all that came. */
  readonly events: ReadonlySet<string>;
  /** Provocations that failed, and events that aren't what the description says. */
  readonly faults: readonly string[];
  /** Operations that this Asterisk has and that this library doesn't know. */
  readonly newer: readonly string[];
}

/** About 20 s. */
export async function conform(): Promise<Conformance> {
  using ghost = new Ghost();
  const port = freePort();
  await using asterisk = await startAsterisk(trialLab(ghost.uri, port));
  await using stage = await Stage.open(asterisk, ghost);
  const accepted = await throughTheDoor(stage, port);
  const names = Object.keys(RECIPES) as OperationName[];
  const http = await tryAll(callOver(new HttpRest(loginOf(asterisk))), stage, names);
  const line = await openLine(asterisk, () => stage.heard("RESTResponse"));
  const webSocket = await tryAll(callOver(line), stage, names);
  line.close();
  const faults = await provokeAll(stage);
  const { operations } = await describe(asterisk);
  return {
    version: asterisk.version,
    http,
    webSocket,
    accepted,
    events: stage.names,
    faults: [...faults, ...stage.misfits],
    newer: operations.map(({ name }) => name).filter((name) => !Object.hasOwn(OPERATIONS, name)),
  };
}

/** Over a socket that Asterisk opens; it tries every half second. */
async function throughTheDoor(
  stage: Stage,
  port: number,
): Promise<Map<OperationName, Noted>> {
  const door = new AriDoor(OUTBOUND);
  stage.listen(door.ari!);
  const options = { hostname: "127.0.0.1", port, onListen: () => {} };
  await using _server = Deno.serve(options, (request) => acceptOnDeno(door, request));
  await door.ari!.up({ withinMs: EVENT_WITHIN_MS });
  const noted = await tryAll(door.ari!.call, stage, Object.keys(RECIPES) as OperationName[]);
  await loseApplication(stage);
  door.close();
  return noted;
}

/** The socket is given to another application: the one that it had is told of its end. */
async function loseApplication(stage: Stage): Promise<void> {
  const apps = `apps = ${OUTBOUND.app}`;
  await stage.lab.change("ari.conf", (text) => text.replace(apps, `${apps}-no-more`));
  await stage.lab.cli("module reload res_ari.so");
  await stage.event("ApplicationUnregistered");
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

async function openLine(asterisk: Lab, answered: () => void): Promise<Line> {
  const { url, ...login } = loginOf(asterisk);
  const headers = { authorization: basic(login) };
  const address = `${url.replace("http", "ws")}/events?app=trial`;
  const socket = new WebSocket(address, { headers } as unknown as string[]);
  await new Promise((opened, failed) => {
    socket.onopen = opened;
    socket.onerror = failed;
  });
  socket.addEventListener("message", answered, { once: true });
  return new Line({ socket, event: () => {}, down: () => {} });
}

/** What came as described is in the stage's notes; what didn't come is said here. */
async function provokeAll(stage: Stage): Promise<string[]> {
  const faults: string[] = [];
  await stage.ari.applications.subscribe("hello", ["channel:", "bridge:", "endpoint:PJSIP"]);
  for (const [brings, by] of PROVOCATIONS) {
    stage.forget();
    try {
      await by(stage);
      for (const name of brings) await stage.event(name);
    } catch (error) {
      faults.push(`${brings.join(", ")}: ${(error as Error).message}`);
    }
    await stage.clear();
  }
  return faults;
}
