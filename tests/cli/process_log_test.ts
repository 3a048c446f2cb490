import assert from "node:assert/strict";
import { readConfig } from "../../lib/cli/config.ts";
import { secretsOf } from "../../lib/cli/process_log.ts";
import { OWN_KEY, OWN_KEYS } from "../store/own_keys.ts";

Deno.test("secretsOf() knows every secret of the configuration, in both spellings, and those of plugins", () => {
  const read = readConfig({
    ARI_URL: "http://pbx:8088/ari",
    ARI_USERNAME: "parley",
    ARI_PASSWORD: "ari-secret",
    OPENAI_API_KEY: "openai-secret",
    DEEPGRAM_API_KEY: "deepgram-secret",
    DATABASE_URL: "postgres://parley:db%2Fsecret@db/parley",
    PARLEY_KEYS: OWN_KEYS,
    TWILIO_AUTH_TOKEN: " twilio-secret ",
    SMTP_PASSWORD: "smtp-secret",
    SMTP_USER: "no secret",
  });
  assert.ok("config" in read);
  assert.deepEqual(
    secretsOf(read.config),
    [
      ...["ari-secret", "openai-secret", "deepgram-secret", "db%2Fsecret", "db/secret"],
      OWN_KEY.bytes.toBase64(),
      OWN_KEYS.trim(),
      ...["twilio-secret", "smtp-secret"],
    ],
  );
  const empty = readConfig({});
  assert.ok("config" in empty);
  assert.deepEqual(secretsOf(empty.config), []);
});

Deno.test("a program that logs writes to standard error only", async () => {
  const at = (path: string) => JSON.stringify(import.meta.resolve(`../../lib/${path}`));
  const program = `import { readConfig } from ${at("cli/config.ts")};
    import { startProcessLog } from ${at("cli/process_log.ts")};
    import { logger } from ${at("observe/log.ts")};
    const log = startProcessLog(readConfig({}).config);
    logger("start").info("Up", { "pii.caller": "Ann" });
    await log.close();`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", program],
  }).output();
  assert.equal(stdout.length, 0);
  const line = JSON.parse(new TextDecoder().decode(stderr));
  assert.deepEqual([line.message, line.fields], ["Up", { "pii.caller": "[redacted]" }]);
});
