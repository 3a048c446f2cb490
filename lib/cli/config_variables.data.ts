/** Every environment variable that Parley reads: what `.env.example` and the README show of it. */

export interface Variable {
  readonly group: "Parley" | "Asterisk" | "Web" | "OpenAI" | "Deepgram" | "Database" | "Money";
  readonly about: string;
  /** What its value is counted in or made of. */
  readonly unit: string;
  /** As a reader sees it; "" where unset has its own meaning, which `about` tells. */
  readonly fallback: string;
  /** Its value never stands in a message. */
  readonly secret?: true;
}

export const VARIABLES = {
  PARLEY_DATA: {
    group: "Parley",
    about: "Where the database, the journal and rendered phrases live; as root `/var/lib/parley`",
    unit: "folder",
    fallback: "~/.local/share/parley",
  },
  PARLEY_TIMEZONE: {
    group: "Parley",
    about: 'Where a caller is taken to be who says only "tomorrow at three"; unset: the machine\'s',
    unit: "IANA time zone",
    fallback: "",
  },
  PARLEY_CAMPAIGN: {
    group: "Parley",
    about: "Which campaign calls use, by its id: `campaigns list` shows them",
    unit: "id",
    fallback: "investment_lead",
  },
  PARLEY_LOG: {
    group: "Parley",
    about: "The least severe message that is logged: `trace debug info warning error fatal`",
    unit: "level",
    fallback: "info",
  },
  PARLEY_LOG_FORMAT: {
    group: "Parley",
    about: "`json` or `pretty`; unset: pretty on a terminal, else JSON lines",
    unit: "word",
    fallback: "",
  },
  PARLEY_LOG_PII: {
    group: "Parley",
    about:
      "`yes` writes callers' numbers and words into the log, where they are redacted otherwise",
    unit: "yes or no",
    fallback: "no",
  },
  PARLEY_PLUGINS: {
    group: "Parley",
    about: "Where your own plugins and their settings are; unset: `plugins` in the data folder",
    unit: "folder",
    fallback: "",
  },
  PLUGIN_SETTINGS: {
    group: "Parley",
    about: "The settings of plugins, where there is no disk for a file: see `plugins/README.md`",
    unit: "JSON",
    fallback: "",
    secret: true,
  },
  MAX_CALLS: {
    group: "Parley",
    about: "Calls at once; one more goes straight on to the dialplan's fallback",
    unit: "calls",
    fallback: "50",
  },
  SILENCE: {
    group: "Parley",
    about:
      "What is sent while the agent is silent: `keepalive` (one frame a second) or `continuous`",
    unit: "word",
    fallback: "keepalive",
  },
  THINK_AHEAD: {
    group: "Parley",
    about: "`no` asks the model only when a turn is over: slower, and no answer is paid in vain",
    unit: "yes or no",
    fallback: "yes",
  },
  DRAIN_SECONDS: {
    group: "Parley",
    about: "How long live calls may go on after the first SIGTERM or Ctrl-C",
    unit: "seconds",
    fallback: "60",
  },
  LOCAL_VOICE: {
    group: "Parley",
    about: "The voice that needs no account: `slt rms awb kal16 kal`",
    unit: "name",
    fallback: "rms",
  },
  VOICE_ACTIVITY: {
    group: "Parley",
    about:
      "Tells callers' voices from noise: `fvad` costs next to nothing, `silero` hears in noise, too",
    unit: "name",
    fallback: "fvad",
  },
  DATABASE_URL: {
    group: "Database",
    about: "Your PostgreSQL; unset: one of Parley's own in the data folder",
    unit: "postgres:// address",
    fallback: "",
    secret: true,
  },
  PARLEY_KEYS: {
    group: "Database",
    about: "What seals personal data: the first key; unset: those of the data folder's `keys`",
    unit: "id:base64, commas between",
    fallback: "",
    secret: true,
  },
  RETENTION_DAYS: {
    group: "Database",
    about: "Calls, transcripts and leads older than this are deleted, once a day",
    unit: "days",
    fallback: "90",
  },
  RETENTION_TRANSCRIPT_DAYS: {
    group: "Database",
    about: "What was said is deleted so early; unset: with its call",
    unit: "days",
    fallback: "",
  },
  RETENTION_LEAD_DAYS: {
    group: "Database",
    about: "Leads are deleted so early; unset: with their call",
    unit: "days",
    fallback: "",
  },
  RETENTION_PLUGINS: {
    group: "Database",
    about: "`delete` also deletes what plugins made of a call elsewhere, with the call",
    unit: "keep or delete",
    fallback: "keep",
  },
  MAX_CALL_COST: {
    group: "Money",
    about: "A call that has cost so much goes on with what costs nothing; `none`: no limit",
    unit: "US dollars",
    fallback: "1.00",
  },
  MAX_NUMBER_COST: {
    group: "Money",
    about: "The same for all calls of a number in a day",
    unit: "US dollars",
    fallback: "5.00",
  },
  MAX_DAY_COST: {
    group: "Money",
    about: "The same for all calls of a day",
    unit: "US dollars",
    fallback: "100.00",
  },
  PRICES: {
    group: "Money",
    about: "Prices of yours beside the public ones of `lib/core/prices.data.ts`",
    unit: "JSON list",
    fallback: "",
  },
  ARI_URL: {
    group: "Asterisk",
    about:
      "Where Asterisk's REST interface is, for example `http://127.0.0.1:8088/ari`; unset: none",
    unit: "http(s):// address",
    fallback: "",
  },
  ARI_USERNAME: {
    group: "Asterisk",
    about: "The user of `ari.conf`",
    unit: "name",
    fallback: "",
  },
  ARI_PASSWORD: {
    group: "Asterisk",
    about: "That user's password",
    unit: "text",
    fallback: "",
    secret: true,
  },
  ARI_APP: {
    group: "Asterisk",
    about: "The application name of `Stasis()` in the dialplan; one per running Parley",
    unit: "name, 73 characters at most",
    fallback: "ai-call-center",
  },
  HTTP_HOST: {
    group: "Web",
    about: "Where health and metrics are served; `0.0.0.0` is every network",
    unit: "address",
    fallback: "127.0.0.1",
  },
  HTTP_PORT: {
    group: "Web",
    about: "0 takes any free one and says which",
    unit: "port",
    fallback: "8070",
  },
  OPENAI_API_KEY: {
    group: "OpenAI",
    about: "Unset: the scripted brain and the local voice",
    unit: "key",
    fallback: "",
    secret: true,
  },
  OPENAI_BASE_URL: {
    group: "OpenAI",
    about: "Another server that speaks the same protocol",
    unit: "http(s):// address",
    fallback: "https://api.openai.com/v1",
  },
  OPENAI_MODEL: {
    group: "OpenAI",
    about: "The model that answers",
    unit: "name",
    fallback: "gpt-5.4-mini",
  },
  OPENAI_TEMPERATURE: {
    group: "OpenAI",
    about: "Left out where the model refuses it",
    unit: "0 to 2",
    fallback: "0.7",
  },
  OPENAI_TTS_MODEL: {
    group: "OpenAI",
    about: "The model that speaks",
    unit: "name",
    fallback: "tts-1",
  },
  OPENAI_VOICE: { group: "OpenAI", about: "Its voice", unit: "name", fallback: "alloy" },
  DEEPGRAM_API_KEY: {
    group: "Deepgram",
    about: "Unset: PocketSphinx where it is installed, and the keypad always",
    unit: "key",
    fallback: "",
    secret: true,
  },
  DEEPGRAM_URL: {
    group: "Deepgram",
    about: "Another server that speaks the same protocol",
    unit: "ws(s):// address",
    fallback: "wss://api.deepgram.com",
  },
  DEEPGRAM_MODEL: {
    group: "Deepgram",
    about: "The model that listens; one of Flux (flux-general-en) also hears when a turn is over",
    unit: "name",
    fallback: "nova-2",
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof VARIABLES;
