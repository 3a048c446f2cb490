/** The few lines that `start` prints: what is running, what is missing, what to do next. */

export interface StartState {
  readonly version: string;
  readonly processId: number;
  readonly dataFolder: string;
  /** "http://127.0.0.1:8070", as it was really bound. */
  readonly webAddress: string;
  /** How commands are typed here: "deno task", "dist/parley". */
  readonly invocation: string;
  readonly database: "embedded" | "yours";
  /** It wasn't reached yet; calls are kept on disk until it is. */
  readonly databaseDown: boolean;
  /** What personal data is sealed with: of PARLEY_KEYS, of the data folder, or made there just now. */
  readonly keys: "environment" | "folder" | "made";
  /** What the parts call themselves: "openai gpt-5.4-mini", "scripted". */
  readonly brain: string;
  readonly voice: string;
  /** null: words can't be heard, only digits. */
  readonly ears: string | null;
  readonly openaiKey: boolean;
  readonly deepgramKey: boolean;
  /** null: no Asterisk is configured. */
  readonly asterisk: AsteriskState | null;
}

export interface AsteriskState {
  readonly url: string;
  readonly app: string;
  readonly connected: boolean;
}

export const README_SECTION = '"Connect your Asterisk" in README.md';

/** Lines without line breaks, for standard error. */
export function startReport(state: StartState): string[] {
  return [
    `Parley ${state.version} is running as process ${state.processId}.`,
    ...running(state).map(([part, text]) => `  ${part.padEnd(9)} ${text}`),
    "Next:",
    ...nextSteps(state).map((step) => `  ${step}`),
  ];
}

function running(state: StartState): (readonly [string, string])[] {
  const forKey = (set: boolean, hint: string) => set ? "" : ` (${hint})`;
  return [
    ["brain", state.brain + forKey(state.openaiKey, "OPENAI_API_KEY adds a language model")],
    ["voice", state.voice + forKey(state.openaiKey, "OPENAI_API_KEY adds a natural one")],
    ["ears", ears(state)],
    ["database", database(state)],
    ["keys", keys(state)],
    ["web", `${state.webAddress}/readyz, /healthz, /metrics`],
    ["Asterisk", asterisk(state.asterisk)],
  ];
}

function database(state: StartState): string {
  if (state.database === "embedded") return `in ${state.dataFolder}`;
  if (!state.databaseDown) return "yours, by DATABASE_URL";
  return `DATABASE_URL isn't reached yet: calls are kept in ${state.dataFolder} until it is`;
}

function keys({ keys, dataFolder }: StartState): string {
  if (keys === "environment") return "yours, by PARLEY_KEYS";
  if (keys === "folder") return `in ${dataFolder}/keys`;
  return `made now in ${dataFolder}/keys: keep a copy elsewhere, nothing can be read without it`;
}

function ears(state: StartState): string {
  if (state.ears === null) {
    return "only the keypad: set DEEPGRAM_API_KEY, or install pocketsphinx and pocketsphinx-en-us";
  }
  return state.deepgramKey ? state.ears : `${state.ears} (DEEPGRAM_API_KEY adds better ones)`;
}

function asterisk(state: AsteriskState | null): string {
  if (state === null) return "none is configured";
  const { url, app, connected } = state;
  if (connected) return `${url}, application ${app}: calls are answered`;
  return `${url}, application ${app}: not reached yet, trying again until it is`;
}

function nextSteps(state: StartState): string[] {
  const { invocation } = state;
  const talk = `Talk to the agent now, without a phone:  ${invocation} call`;
  const stop = `Stop:  Ctrl-C, or kill -TERM ${state.processId}`;
  if (state.asterisk === null) {
    const connect = "Connect your Asterisk: set ARI_URL, ARI_USERNAME and ARI_PASSWORD";
    return [talk, `${connect} (${README_SECTION})`, stop];
  }
  const check = `See what keeps Asterisk away:  ${invocation} doctor`;
  return state.asterisk.connected ? [talk, stop] : [check, talk, stop];
}
