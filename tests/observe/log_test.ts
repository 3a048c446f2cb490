import assert from "node:assert/strict";
import { type Log, logger, type LogOptions, startLog } from "../../lib/observe/log.ts";
import { LogLines, WAITING_BYTES_MAX } from "../../lib/observe/log_lines.ts";
import { REDACTED, redaction } from "../../lib/observe/redaction.ts";

const OPTIONS = { level: "info", format: "json", personalData: false, secrets: [] } as const;

Deno.test("startLog() writes one JSON object a line, with fields apart from the message", async () => {
  const [line] = await logged({}, () => {
    logger("call").info("Call taken", { call: "c-1", turns: 3, nothing: undefined });
  });
  const { time, ...rest } = JSON.parse(line!);
  assert.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(rest, {
    level: "info",
    category: "parley.call",
    message: "Call taken",
    fields: { call: "c-1", turns: 3 },
  });
});

Deno.test("startLog() leaves out what is below the level", async () => {
  const lines = await logged({ level: "warning" }, () => {
    logger("call").info("quiet");
    logger("call").warning("loud");
  });
  assert.equal(lines.length, 1);
});

Deno.test("startLog() redacts pii fields wherever they stand, unless configured", async () => {
  const log = () => {
    logger("call").info("Heard", {
      "pii.said": "fifty thousand",
      call: { pii: { caller: "12025550123" }, id: "c-1" },
    });
  };
  const [hidden] = await logged({}, log);
  assert.doesNotMatch(hidden!, /fifty|12025550123/);
  assert.match(hidden!, /c-1/);
  const [open] = await logged({ personalData: true }, log);
  assert.match(open!, /fifty thousand.*12025550123/);
});

Deno.test("startLog() never puts values into the message, however it was written", async () => {
  const lines = await logged({}, () => {
    const caller = "Ann Smith";
    logger("call").info`Call of ${caller} taken`;
    logger("call").info("Call of {name} taken", { "pii.name": caller });
  });
  assert.doesNotMatch(lines.join(), /Ann/);
  assert.match(lines[0]!, /Call of … taken/);
});

Deno.test("startLog() writes pretty lines that a field can't break or colour", async () => {
  const lines = await logged({ format: "pretty" }, () => {
    logger("web").error("Page failed", { path: "/a\nb\u001b[31m", code: 5 });
  });
  assert.equal(lines.length, 1);
  assert.match(
    lines[0]!,
    /^\d\d:\d\d:\d\d\.\d{3} error {3}web: Page failed path=\/a b \[31m code=5$/,
  );
});

Deno.test("startLog() keeps secrets and personal data out of lines of every shape", async () => {
  const canaries = ["hunter2secret", "+12025550123", "4111 1111 1111 1111", "ann@example.org"];
  const shapes: ((canary: string) => void)[] = [
    (canary) => logger("ari").info("Sent", { note: `before ${canary} after` }),
    (canary) => logger("ari").info("Sent", { deep: { list: [{ canary }] } }),
    (canary) => logger("ari").error("Failed", { error: new Error(`bad ${canary}`) }),
    (canary) => logger("ari").error("Failed", { error: new Error("x", { cause: { canary } }) }),
    (canary) => logger("ari").info(`Sent ${canary}`),
    (canary) => logger("ari").info("Sent", { [canary]: 1 }),
    (canary) => logger("ari").info("Sent", { password: `p${canary.slice(2)}` }),
    (canary) => logger("ari").info`Sent ${canary}`,
  ];
  for (const format of ["json", "pretty"] as const) {
    const lines = await logged({ format, secrets: ["hunter2secret"] }, () => {
      for (const canary of canaries) for (const shape of shapes) shape(canary);
    });
    assert.equal(lines.length, canaries.length * shapes.length);
    assert.doesNotMatch(lines.join("\n"), /hunter|nter2|2025550|1111|example/);
  }
});

Deno.test("redaction() leaves alone what only looks like data", () => {
  const redact = redaction(OPTIONS);
  for (const text of ["1732345678.123", "2f1c5a30-0000-4000-8000-123456789012", "22.10.1", "sky"]) {
    assert.equal(redact(text), text);
  }
  assert.equal(redact(1_763_886_000_000), 1_763_886_000_000);
});

Deno.test("redaction() takes keys and credentials out of free text", () => {
  const redact = redaction(OPTIONS);
  assert.equal(
    redact("Authorization: Basic cGFybGV5OnNlY3JldA=="),
    `Authorization: Basic ${REDACTED}`,
  );
  assert.equal(redact("postgres://ann:pw@db/parley"), `postgres://${REDACTED}@db/parley`);
  assert.equal(redact("/events?api_key=a:b&app=x"), `/events?api_key=${REDACTED}&app=x`);
  assert.equal(redact("bad key sk-proj-abc123def456"), `bad key ${REDACTED}`);
});

Deno.test("redaction() leaves nothing of a secret that another one begins", () => {
  const redact = redaction({ ...OPTIONS, secrets: ["opensesame", "opensesame-forever"] });
  assert.equal(redact("It is opensesame-forever"), `It is ${REDACTED}`);
});

Deno.test("redaction() quotes nothing that a parser quotes, also over several lines", () => {
  let error: unknown;
  try {
    JSON.parse('{"where": x\nat Bob Smith, 5th street');
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof SyntaxError && error.message.includes("Bob"));
  const text = JSON.stringify(redaction(OPTIONS)({ error }));
  assert.match(text, /"stack":"at .*log_test/);
  assert.doesNotMatch(text, /Bob/);
});

Deno.test("redaction() cuts what is long, deep, wide or circular", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const cut = JSON.stringify(
    redaction(OPTIONS)({
      long: "x".repeat(100_000),
      wide: Array.from({ length: 1_000 }, () => "y"),
      circle,
      bytes: new Uint8Array(10_000),
      big: 10n,
      no: new Date(NaN),
    }),
  );
  assert.ok(cut.length < 4_000, `${cut.length} characters`);
});

Deno.test("LogLines.add() never waits and keeps no more than its limit", async () => {
  const gate = Promise.withResolvers<void>();
  const written: number[] = [];
  const lines = new LogLines(async (bytes) => {
    await gate.promise;
    written.push(bytes.length);
  });
  const line = "z".repeat(1_023);
  for (let index = 0; index < 10_000; index++) lines.add(line);
  gate.resolve();
  await lines.flush();
  assert.equal(written.reduce((sum, length) => sum + length), WAITING_BYTES_MAX);
  assert.equal(lines.takeDropped(), 10_000 - WAITING_BYTES_MAX / 1_024);
  assert.equal(lines.takeDropped(), 0);
});

Deno.test("LogLines gives up quietly when the reader has gone", async () => {
  let writes = 0;
  const lines = new LogLines(() => {
    writes++;
    return Promise.reject(new Error("Broken pipe"));
  });
  lines.add("one");
  await lines.flush();
  lines.add("two");
  await lines.flush();
  assert.equal(writes, 1);
});

Deno.test("startLog() says how many lines were dropped once somebody reads again", async () => {
  const chunks: Uint8Array[] = [];
  let gate = Promise.withResolvers<void>();
  const log = startLog({
    ...OPTIONS,
    write: async (bytes) => {
      await gate.promise;
      chunks.push(bytes);
    },
  });
  const long = "w".repeat(1_900);
  for (let index = 0; index < 5_000; index++) logger("call").info("Said", { long });
  gate.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
  gate = Promise.withResolvers<void>();
  gate.resolve();
  logger("call").info("After");
  await log.close();
  const text = chunks.map((chunk) => new TextDecoder().decode(chunk)).join("");
  assert.match(
    text,
    /Log lines were dropped because nobody read them in time","fields":\{"dropped":\d+\}/,
  );
});

async function logged(options: Partial<LogOptions>, act: () => void): Promise<string[]> {
  let text = "";
  const log: Log = startLog({
    ...OPTIONS,
    ...options,
    write: (bytes) => {
      text += new TextDecoder().decode(bytes);
      return Promise.resolve();
    },
  });
  act();
  await log.close();
  return text.split("\n").filter((line) => line !== "");
}
