/**
 * `deno task bench [name]`: all of them, or one. What follows a name is told to it:
 * `deno task bench voice greeting`, `deno task bench ari events`.
 */

const BENCHES: Readonly<Record<string, readonly string[]>> = {
  understand: ["bench", "-A", "tests/bench/understand_bench.ts"],
  ari: ["run", "-A", "tests/bench/ari/main.ts"],
  voice: ["run", "-A", "tests/bench/voice/main.ts"],
  plugins: ["run", "-A", "tests/bench/plugins/main.ts"],
  store: ["run", "-A", "tests/bench/store/main.ts"],
  leads: ["run", "-A", "tests/bench/store/leads.ts"],
};

const [name, ...rest] = Deno.args;
if (name !== undefined && !Object.hasOwn(BENCHES, name)) {
  console.error(`Cannot run the bench "${name}": there are ${Object.keys(BENCHES).join(", ")}`);
  Deno.exit(2);
}
for (const each of name === undefined ? Object.keys(BENCHES) : [name]) {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [...BENCHES[each]!, ...rest],
  }).spawn().status;
  if (!success) Deno.exit(1);
}
