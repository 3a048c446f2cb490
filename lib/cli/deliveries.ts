/** `deliveries list|show|retry|cancel`: what is owed to plugins, and what became of it. */
import {
  cancelDelivery,
  countDeliveries,
  DELIVERY_STATES,
  type DeliveryRow,
  listDeliveries,
  retryDelivery,
  showDelivery,
} from "../store/delivery_desk.ts";
import { command, type CommandGroup, quoted } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { choice, count, operand, text } from "./options.ts";
import { UsageError } from "./usage.ts";

const LIST_MAX = 1_000;
/** Who did it, in the audit log. */
const ACTOR = "deliveries command";

const id = operand("DELIVERY", "Its number, as `deliveries list` shows it");

const list = command({
  about: "Show what is owed to plugins and what became of it, newest first",
  options: {
    state: choice(DELIVERY_STATES, null, "Only those"),
    plugin: text("NAME", "Only those of one plugin"),
    limit: count({ min: 1, max: LIST_MAX, fallback: 50 }, "At most so many"),
  },
  async run({ state, plugin, limit }, config) {
    const [rows, counts] = await withDatabase(config, (sql) => {
      const filter = { ...(state && { state }), ...(plugin && { plugin }), max: limit };
      return Promise.all([listDeliveries(sql, filter), countDeliveries(sql)]);
    });
    for (const row of rows) console.log(lineOf(row));
    const sums = counts.map(({ plugin, state, count }) => `${plugin}: ${count} ${state}`);
    console.error(sums.length === 0 ? "Nothing is or was owed to a plugin." : sums.join(", "));
    return 0;
  },
});

const show = command({
  about: "Show one delivery as JSON",
  operands: { id },
  async run(typed, config) {
    const row = await withDatabase(config, (sql) => showDelivery(sql, numberOf(typed.id)));
    if (row === null) throw new Error(`There is no delivery ${typed.id}`);
    console.log(JSON.stringify(row, null, 2));
    return 0;
  },
});

const retry = command({
  about: "Make a delivery that is waiting, dead or cancelled now, with the key it had",
  operands: { id },
  run: ({ id }, config) =>
    change(id, config, {
      change: retryDelivery,
      done: "is due now",
      refused: "is done or running: there is nothing to retry",
    }),
});

const cancel = command({
  about: "Give up a delivery that is waiting or dead",
  operands: { id },
  run: ({ id }, config) =>
    change(id, config, {
      change: cancelDelivery,
      done: "is cancelled",
      refused: "is done, cancelled or running: there is nothing to cancel",
    }),
});

export const deliveriesCommand: CommandGroup = {
  about: "Look after what is owed to plugins",
  commands: { list, show, retry, cancel },
};

async function change(
  typed: string,
  config: Config,
  how: { change: typeof retryDelivery; done: string; refused: string },
): Promise<number> {
  const number = numberOf(typed);
  const found = await withDatabase(config, async (sql) => {
    if (await how.change(sql, number, ACTOR)) return "done";
    return await showDelivery(sql, number) === null ? "none" : "refused";
  });
  if (found === "none") throw new Error(`There is no delivery ${number}`);
  if (found === "refused") throw new Error(`Delivery ${number} ${how.refused}`);
  console.log(`Delivery ${number} ${how.done}.`);
  return 0;
}

function numberOf(typed: string): string {
  if (/^[1-9]\d{0,17}$/.test(typed)) return typed;
  throw new UsageError(`DELIVERY is ${quoted(typed)}: it must be a number of deliveries list`);
}

function lineOf({ id, state, plugin, kind, callId, attempt, dueAt, reason }: DeliveryRow): string {
  const when = state === "waiting" ? `due ${dueAt.toISOString()}` : `attempt ${attempt}`;
  const about = callId ?? "report";
  return [id, state, plugin, kind, about, when, reason ?? ""].join("  ").trimEnd();
}
