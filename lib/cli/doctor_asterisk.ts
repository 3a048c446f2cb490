/** The doctor's look at Asterisk: reached, let in, new enough, and with the parts that a call needs. */
import type { AriConfig } from "./config.ts";
import { askAri } from "./doctor_ari.ts";
import { bad, type Finding, note, ok, reasonOf } from "./doctor_finding.ts";
import { FLOORS_TEXT, versionVerdict } from "./doctor_version.ts";

/** What a call with the agent runs through, whatever the telephones are. */
const MODULES = [
  "app_stasis.so",
  "chan_websocket.so",
  "codec_alaw.so",
  "codec_ulaw.so",
  "res_ari.so",
  "res_ari_applications.so",
  "res_ari_asterisk.so",
  "res_ari_bridges.so",
  "res_ari_channels.so",
  "res_ari_events.so",
  "res_http_websocket.so",
  "res_stasis.so",
  "res_stasis_answer.so",
];
/** Any one of them gives the media socket its 20 ms. */
const CLOCKS = ["res_timing_timerfd.so", "res_timing_pthread.so", "res_timing_dahdi.so"];
/** Any one of them joins the caller to the media socket. */
const BRIDGES = ["bridge_simple.so", "bridge_softmix.so"];

/** Ends at the first finding that makes all further questions pointless. */
export async function* lookAtAsterisk(
  ari: AriConfig,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const reached = await reach(ari, signal);
  yield reached.finding;
  if (reached.version === null) return;
  yield versionFinding(reached.version);
  yield await modulesFinding(ari, signal);
  yield await rightsFinding(ari, signal);
  yield await applicationFinding(ari, signal);
  yield await personFinding(ari, signal);
}

async function reach(
  ari: AriConfig,
  signal: AbortSignal,
): Promise<{ finding: Finding; version: string | null }> {
  const startMs = performance.now();
  try {
    const { status, json } = await askAri(ari, "GET", "asterisk/info?only=system", signal);
    const version = textAt(json, "system", "version");
    if (status !== 200 || version === null) return { finding: refused(ari, status), version: null };
    const took = `${Math.round(performance.now() - startMs)} ms`;
    const text = `Asterisk ${version} answers at ${ari.url} to user ${ari.username} in ${took}`;
    return { finding: ok("asterisk", text), version };
  } catch (error) {
    return { finding: unreachable(ari, error), version: null };
  }
}

function unreachable({ url }: AriConfig, error: unknown): Finding {
  const cure = "start it, and compare ARI_URL with bindaddr and bindport in http.conf";
  return bad("asterisk", `Asterisk can't be reached at ${url}, ${reasonOf(error)}`, cure);
}

function refused({ url, username }: AriConfig, status: number): Finding {
  if (status === 401) {
    const found = `Asterisk at ${url} refuses user ${username} with this password`;
    return bad("asterisk", found, "compare ARI_USERNAME and ARI_PASSWORD with ari.conf");
  }
  if (status === 403) {
    const cure = "permit this machine in http.conf and in that user's section of ari.conf";
    return bad("asterisk", `Asterisk at ${url} lets in nobody from this address (403)`, cure);
  }
  if (status === 503) return bad("asterisk", `Asterisk at ${url} is still starting`, "ask again");
  if (status === 404) {
    const cure = "set enabled = yes in ari.conf, load res_ari.so and res_ari_asterisk.so, and " +
      "compare ARI_URL with prefix in http.conf";
    return bad("asterisk", `Something answers at ${url} and has no REST interface (404)`, cure);
  }
  const cure = "set ARI_URL to the address of Asterisk's web server, with /ari at its end";
  return bad("asterisk", `What answers at ${url} isn't Asterisk (${status})`, cure);
}

function versionFinding(version: string): Finding {
  const verdict = versionVerdict(version);
  switch (verdict.type) {
    case "supported":
      return ok("asterisk", `Release ${version} is one that Parley supports`);
    case "too_old": {
      const found = `Release ${version} has known holes in its REST interface`;
      return bad("asterisk", found, `update to ${verdict.atLeast} or later`);
    }
    case "unsupported_branch": {
      const found = `Release ${version} is of a branch that Parley doesn't support`;
      return bad("asterisk", found, `use one of ${FLOORS_TEXT} or later`);
    }
    case "unknown": {
      const text = `Release ${version} can't be compared: it must hold what ${FLOORS_TEXT} hold`;
      return note("asterisk", text);
    }
  }
}

async function modulesFinding(ari: AriConfig, signal: AbortSignal): Promise<Finding> {
  const { status, json } = await askAri(ari, "GET", "asterisk/modules", signal);
  if (status !== 200 || !Array.isArray(json)) {
    return bad(
      "asterisk",
      `The list of modules can't be had (${status})`,
      "look at Asterisk's log",
    );
  }
  const running = new Set(
    json.filter((one) => textAt(one, "status") === "Running").map((one) => textAt(one, "name")),
  );
  const missing = MODULES.filter((name) => !running.has(name));
  for (const choice of [CLOCKS, BRIDGES]) {
    if (!choice.some((name) => running.has(name))) missing.push(choice[0]!);
  }
  if (missing.length === 0) return ok("asterisk", "All modules that a call needs are running");
  const lines = missing.map((name) => `load = ${name}`).join(", ");
  const found = `${missing.length === 1 ? "A module that a call needs is" : "Modules are"} missing`;
  return bad("asterisk", found, `put into modules.conf and restart Asterisk: ${lines}`);
}

/** Asks to end a channel that can't exist: who may write hears that there is none. */
async function rightsFinding(ari: AriConfig, signal: AbortSignal): Promise<Finding> {
  const { status } = await askAri(ari, "DELETE", `channels/${crypto.randomUUID()}`, signal);
  if (status === 404) return ok("asterisk", `User ${ari.username} may control calls`);
  const found = `User ${ari.username} may look and not act (${status})`;
  return bad("asterisk", found, "set read_only = no in its section of ari.conf");
}

async function applicationFinding(ari: AriConfig, signal: AbortSignal): Promise<Finding> {
  const path = `applications/${encodeURIComponent(ari.app)}`;
  const { status } = await askAri(ari, "GET", path, signal);
  if (status === 200) return ok("asterisk", `A Parley is known under the name ${ari.app}`);
  const text = `No Parley is connected as ${ari.app}: until one is, callers hear the fallback`;
  return note("asterisk", text);
}

async function personFinding(ari: AriConfig, signal: AbortSignal): Promise<Finding> {
  const { json } = await askAri(ari, "GET", "asterisk/variable?variable=HUMAN_ENDPOINT", signal);
  const endpoint = textAt(json, "value") ?? "";
  if (endpoint !== "") {
    return ok("asterisk", `Callers who want a person are put through to ${endpoint}`);
  }
  const text = "Callers who want a person are offered a callback; to put them through, set " +
    "HUMAN_ENDPOINT in extensions.conf";
  return note("asterisk", text);
}

function textAt(json: unknown, ...keys: readonly string[]): string | null {
  let at = json;
  for (const key of keys) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return null;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === "string" ? at : null;
}
