import assert from "node:assert/strict";
import fc from "fast-check";
import { type Config, type Environment, readConfig } from "../../lib/cli/config.ts";
import type { Machine } from "../../lib/cli/config_machine.ts";
import { environment } from "../../lib/cli/config_file.ts";
import { type VariableName, VARIABLES } from "../../lib/cli/config_variables.data.ts";

const machine: Machine = {
  isRoot: false,
  homeFolder: "/home/ann",
  timeZone: "Europe/Berlin",
  hasTerminal: false,
  absolute: (path) => path.startsWith("/") ? path : `/home/ann/calls/${path}`,
};
const PBX = { ARI_URL: "http://pbx:8088/ari", ARI_USERNAME: "parley", ARI_PASSWORD: "s3cret" };

Deno.test("readConfig() needs nothing: an empty environment is a working configuration", () => {
  const { config, warnings } = good({});
  assert.deepEqual(warnings, []);
  assert.equal(config.dataFolder, "/home/ann/.local/share/parley");
  assert.equal(config.timeZone, "Europe/Berlin");
  assert.deepEqual(config.http, { host: "127.0.0.1", port: 8070 });
  assert.deepEqual([config.ari, config.openai, config.deepgram], [null, null, null]);
  assert.equal(good({}, { isRoot: true }).config.dataFolder, "/var/lib/parley");
});

Deno.test("readConfig() takes an empty or blank variable as not set", () => {
  const blank = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, "  "]));
  assert.deepEqual(good(blank), good({}));
});

Deno.test("readConfig() gives each default that the variables' table shows", () => {
  const shown = Object.entries(VARIABLES)
    .filter(([name, { fallback }]) => fallback !== "" && name !== "PARLEY_DATA")
    .map(([name, { fallback }]) => [name, fallback]);
  const keys = { ...PBX, OPENAI_API_KEY: "k", DEEPGRAM_API_KEY: "k" };
  assert.deepEqual(good({ ...keys, ...Object.fromEntries(shown) }), good(keys));
});

Deno.test("readConfig() shows all errors together, one sentence each", () => {
  const errors = bad({
    ARI_URL: "localhost",
    ARI_USERNAME: "parley",
    ARI_PASSWORD: "s3cret",
    MAX_CALLS: "many",
    HTTP_PORT: "70000",
    PARLEY_TIMEZONE: "Mars/Phobos",
  });
  assert.deepEqual(errors.map((error) => error.split(" ")[0]), [
    "PARLEY_TIMEZONE",
    "MAX_CALLS",
    "HTTP_PORT",
    "ARI_URL",
  ]);
  assert.equal(
    errors[1],
    'MAX_CALLS is "many": it must be a whole number from 1 to 500 (calls)',
  );
});

const WRONG: readonly (readonly [VariableName, string])[] = [
  ["PARLEY_DATA", "a\0b"],
  ["PARLEY_TIMEZONE", "CETT"],
  ["PARLEY_LOG", "loud"],
  ["PARLEY_LOG_FORMAT", "xml"],
  ["PARLEY_LOG_PII", "maybe"],
  ["MAX_CALLS", "0"],
  ["MAX_CALLS", "1e3"],
  ["MAX_CALLS", "2.5"],
  ["SILENCE", "loud"],
  ["DRAIN_SECONDS", "-1"],
  ["LOCAL_VOICE", "elvis"],
  ["VOICE_ACTIVITY", "ears"],
  ["DATABASE_URL", "mysql://u:hidden@host/x"],
  ["RETENTION_DAYS", "0"],
  ["ARI_APP", "a,b"],
  ["ARI_APP", "x".repeat(74)],
  ["HTTP_HOST", "http://localhost"],
  ["HTTP_PORT", "65536"],
  ["OPENAI_API_KEY", "hidden key"],
  ["OPENAI_BASE_URL", "ftp://host"],
  ["OPENAI_MODEL", "a b"],
  ["OPENAI_TEMPERATURE", "2.1"],
  ["OPENAI_TTS_MODEL", "a b"],
  ["OPENAI_VOICE", "a b"],
  ["DEEPGRAM_API_KEY", "hidden\nkey"],
  ["DEEPGRAM_URL", "https://host"],
  ["DEEPGRAM_MODEL", "a b"],
];

for (const [name, value] of WRONG) {
  Deno.test(`readConfig() refuses ${name}=${JSON.stringify(value)} in one sentence`, () => {
    const errors = bad({ [name]: value });
    assert.equal(errors.length, 1);
    assert.match(errors[0]!, new RegExp(`^${name} is .+: it must be .+[^.]$`));
    assert.doesNotMatch(errors[0]!, /hidden/);
  });
}

Deno.test("readConfig() refuses every half of the Asterisk group and says what is missing", () => {
  for (const missing of Object.keys(PBX)) {
    const errors = bad({ ...PBX, [missing]: "" });
    assert.equal(errors.length, 1);
    assert.match(errors[0]!, new RegExp(`^${missing} is not set: it must be set too, because `));
  }
});

Deno.test("readConfig() takes ARI_URL with and without a slash, and under a prefix", () => {
  for (const url of ["https://pbx:8089/ari", "https://pbx:8089/ari/", "https://pbx:8089/x/ari//"]) {
    assert.equal(
      good({ ...PBX, ARI_URL: url }).config.ari?.url,
      url.replace(/\/+$/, ""),
    );
  }
  for (const url of ["pbx:8088", "http://pbx:8088/", "http://u:p@pbx/ari", "http://pbx/ari?x=1"]) {
    assert.match(bad({ ...PBX, ARI_URL: url })[0]!, /^ARI_URL is ".*an address like/);
  }
});

Deno.test("readConfig() never shows a secret, whichever variable it was put into", () => {
  const secrets = ["sk-proj-abcdef0123456789", "http://bob:hunter2@pbx/ari", "0f".repeat(20)];
  for (const name of Object.keys(VARIABLES)) {
    for (const secret of secrets) {
      const result = readConfig({ [name]: `${secret} ` + " x" }, machine);
      const said = JSON.stringify("errors" in result ? result.errors : result.warnings);
      assert.doesNotMatch(said, /abcdef|hunter2|0f0f0f/, name);
    }
  }
});

Deno.test("readConfig() warns of a slip of the pen and of settings without their key", () => {
  const warnings = (env: Environment) => good(env).warnings;
  assert.deepEqual(warnings({ OPENAI_API_KYE: "x" }), [
    "OPENAI_API_KYE is not a variable that Parley knows: perhaps OPENAI_API_KEY was meant",
  ]);
  assert.deepEqual(warnings({ RETENTION_DAY: "x" }).length, 1);
  assert.deepEqual(warnings({ PARLEY_PII_LOG: "x" }).length, 1);
  assert.deepEqual(warnings({ OPENAI_VOICE: "nova" }), [
    "OPENAI_VOICE has no effect without OPENAI_API_KEY",
  ]);
  const others = { HTTP_PROXY: "x", OPENAI_ORG_ID: "x", HOME: "/", PATH: "/bin", LANG: "C" };
  assert.deepEqual(warnings(others), []);
});

Deno.test("readConfig() takes relative data folders from where the user typed", () => {
  assert.equal(good({ PARLEY_DATA: "data" }).config.dataFolder, "/home/ann/calls/data");
  const errors = readConfig({}, { ...machine, homeFolder: null });
  assert.ok("errors" in errors && /^PARLEY_DATA is not set/.test(errors.errors[0]!));
});

Deno.test("readConfig() never throws and never shows control characters, whatever is set", () => {
  const names = fc.constantFrom(...Object.keys(VARIABLES));
  const env = fc.dictionary(names, fc.string({ unit: "binary", maxLength: 200 }));
  fc.assert(
    fc.property(env, (settings) => {
      const result = readConfig(settings, machine);
      if (!("errors" in result)) return true;
      // deno-lint-ignore no-control-regex
      return result.errors.every((error) => !/[\u0000-\u001f\u007f-\u009f]/.test(error));
    }),
    { numRuns: 500 },
  );
});

Deno.test("environment() adds the .env of the folder, and what is set already wins", () => {
  const folder = Deno.makeTempDirSync();
  Deno.env.set("PARLEY_TEST_SET", "from the environment");
  try {
    assert.equal(environment(folder)["PARLEY_TEST_SET"], "from the environment");
    Deno.writeTextFileSync(
      `${folder}/.env`,
      'PARLEY_TEST_SET=from the file\nPARLEY_TEST_FILE="quoted # text" # comment\n',
    );
    assert.equal(environment(folder)["PARLEY_TEST_SET"], "from the environment");
    assert.equal(environment(folder)["PARLEY_TEST_FILE"], "quoted # text");
  } finally {
    Deno.env.delete("PARLEY_TEST_SET");
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("environment() says in a sentence why a .env can't be read", () => {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.mkdirSync(`${folder}/.env`);
    assert.throws(() => environment(folder), /^UsageError: Cannot read the settings in .*\.env: /);
    Deno.removeSync(`${folder}/.env`);
    Deno.writeTextFileSync(`${folder}/.env`, "A=b\n".repeat(100_000));
    assert.throws(() => environment(folder), /it is over 256 KiB long$/);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

function good(
  env: Environment,
  other: Partial<Machine> = {},
): { config: Config; warnings: readonly string[] } {
  const result = readConfig(env, { ...machine, ...other });
  if ("errors" in result) throw new Error(result.errors.join("\n"));
  return result;
}

function bad(env: Environment): readonly string[] {
  const result = readConfig(env, machine);
  return "errors" in result ? result.errors : assert.fail("no error was found");
}

Deno.test("readConfig() reads limits of cost to the millionth, or none", () => {
  const { limits } = good({}).config.costs;
  assert.deepEqual(limits, {
    callMicros: 1_000_000,
    numberMicros: 5_000_000,
    dayMicros: 100_000_000,
  });
  const set = { MAX_CALL_COST: "0.000001", MAX_NUMBER_COST: "none", MAX_DAY_COST: "12.5" };
  assert.deepEqual(good(set).config.costs.limits, {
    callMicros: 1,
    numberMicros: null,
    dayMicros: 12_500_000,
  });
  for (const wrong of ["1,50", "-1", "1e3", "0.0000001", "much"]) {
    assert.match(bad({ MAX_DAY_COST: wrong })[0]!, /^MAX_DAY_COST is .* an amount like 2\.50/);
  }
});

Deno.test("readConfig() puts own prices behind the public ones, and refuses what is none", () => {
  const own = {
    ...{ provider: "openai", model: "tts-1", unit: "characters", micros: 9, per: 1_000 },
    ...{ from: "2026-01-01", source: "our contract" },
  };
  const { prices } = good({ PRICES: JSON.stringify([own]) }).config.costs.prices;
  assert.deepEqual(prices.at(-1), own);
  const wrong = [{ ...own, micros: 0.5 }, { ...own, unit: "words" }, { ...own, from: "today" }];
  for (const row of wrong) {
    assert.match(bad({ PRICES: JSON.stringify([row]) })[0]!, /^PRICES is .* a JSON list/);
  }
  assert.match(bad({ PRICES: "cheap" })[0]!, /^PRICES is/);
});
