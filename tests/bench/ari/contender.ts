/** The process of one contender: `contender.ts MODULE SCENARIO ARGS`; its last word is "RESULT {…}". */
import type { Contender, Server } from "./client.ts";
import { flood } from "./flood.ts";
import { outage } from "./outage.ts";
import { rest } from "./rest.ts";

const [module = "", scenario = "", text = "{}"] = Deno.args;
const args = JSON.parse(text) as {
  readonly server: Server;
  readonly app: string;
  readonly count: number;
  readonly channelId: string;
  readonly observeMs: number;
};

const startMs = performance.now();
const { open } = await import(new URL(module, import.meta.url).href) as Contender;
const importMs = performance.now() - startMs;
const client = await open(args.server);
const openMs = performance.now() - startMs - importMs;
const result = await run();
// Rivals print on the console as they please.
await Deno.stdout.write(
  new TextEncoder().encode(`\nRESULT ${JSON.stringify({ importMs, openMs, ...result })}\n`),
);
Deno.exit(0);

function run(): Promise<object> {
  switch (scenario) {
    case "flood":
      return flood(client, args.app, args.count);
    case "rest":
      return rest(client, args.app, args.channelId, args.count);
    case "outage":
      return outage(client, args.observeMs);
    default:
      throw new Error(`Cannot run "${scenario}"`);
  }
}
