/** `privacy hold|holds|release`: legal holds, which beat erasure and retention. */
import {
  type HeldWhom,
  type Hold,
  placeHold,
  releaseHolds,
  standingHolds,
} from "../store/holds.ts";
import type { Person } from "../store/person.ts";
import { recordAccess } from "../store/audit.ts";
import { thisPerson } from "./actor.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { count, text } from "./options.ts";
import { personOf, personOptions, type TypedPerson } from "./privacy_person.ts";
import { UsageError } from "./usage.ts";

/** What a person needs to know of a hold fits in a few lines. */
const REASON_CHARS_MAX = 500;

export const holdCommand = command({
  about: "Keep what there is of a person from being deleted, whoever asks",
  more:
    "Retention passes it over and privacy erase refuses it, until privacy release. A person's hold " +
    "covers calls that are still to come; one of a lead covers its call alone.",
  options: {
    ...personOptions,
    reason: text("TEXT", "Why, as whoever asks for an erasure is told; no names"),
  },
  run: (typed, config) => hold(personOf(typed), reasonOf(typed.reason), config),
});

export const holdsCommand = command({
  about: "List the holds that stand",
  run: (_typed, config) =>
    withDatabase(config, async (sql, sealer) => {
      const columns = ["holds.contact"];
      await recordAccess(sql, { actor: thisPerson(), action: "read", calls: [], columns });
      const holds = await standingHolds(sql, sealer);
      for (const hold of holds) console.log(lineOf(hold));
      if (holds.length === 0) console.error("No hold stands.");
      return 0;
    }),
});

export const releaseCommand = command({
  about: "End holds; what is past its time is deleted by the next retention run",
  options: {
    ...personOptions,
    hold: count({ min: 1, max: 2_147_483_647, fallback: null }, "This one, by its number"),
  },
  run: (typed, config) => release(meant(typed), config),
});

async function hold(whom: HeldWhom, reason: string, config: Config): Promise<number> {
  return await withDatabase(config, async (sql, sealer) => {
    const id = await placeHold(sql, sealer, { whom, reason, actor: thisPerson() });
    console.error(
      `Hold ${id} stands: nothing of it is deleted until privacy release --hold ${id}.`,
    );
    return 0;
  });
}

async function release(isMeant: (hold: Hold) => boolean, config: Config): Promise<number> {
  return await withDatabase(config, async (sql, sealer) => {
    const released = await releaseHolds(sql, sealer, { isMeant, actor: thisPerson() });
    if (released.length === 0) throw new Error("No such hold stands: privacy holds lists them");
    console.error(`Released: ${released.map(({ id }) => `hold ${id}`).join(", ")}.`);
    return 0;
  });
}

function meant({ hold, ...typed }: TypedPerson & { readonly hold: number | null }) {
  const { phone, email, lead } = typed;
  if (hold === null) return isOn(personOf(typed));
  if (phone ?? email ?? lead) throw new UsageError("--hold says it all: leave out who it is about");
  return ({ id }: Hold) => id === hold;
}

function isOn(person: Person): (hold: Hold) => boolean {
  return ({ contact, callId }) =>
    "contact" in person ? contact === person.contact : callId === person.callId;
}

function reasonOf(typed: string | null): string {
  const reason = typed?.trim() ?? "";
  if (reason !== "" && reason.length <= REASON_CHARS_MAX) return reason;
  throw new UsageError(`--reason must say why, in ${REASON_CHARS_MAX} characters at most`);
}

function lineOf({ id, reason, placedAt, placedBy, contact, callId }: Hold): string {
  const whom = contact === null ? `lead ${callId}` : contact;
  return [id, whom, placedAt.toISOString(), placedBy, reason].join("\t");
}
