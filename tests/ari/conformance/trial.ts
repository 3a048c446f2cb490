/** Runs every recipe over one way to Asterisk, and notes what came of it. */
import {
  AriError,
  type Call,
  misfitsOf,
  type OperationName,
  OPERATIONS,
} from "../../../lib/ari/mod.ts";
import { applications, asterisk } from "./asterisk.ts";
import { bridges } from "./bridges.ts";
import { channels } from "./channels.ts";
import { deviceStates, endpoints, events, mailboxes } from "./others.ts";
import type { Ask, Recipe } from "./recipe.ts";
import { playbacks, recordings, sounds } from "./recordings.ts";
import type { Stage } from "./stage.ts";

export const RECIPES: Partial<Record<OperationName, unknown>> = {
  ...applications,
  ...asterisk,
  ...bridges,
  ...channels,
  ...deviceStates,
  ...endpoints,
  ...events,
  ...mailboxes,
  ...playbacks,
  ...recordings,
  ...sounds,
};

export interface Noted {
  readonly done: boolean;
  /** Statuses of the refusals that came as expected. */
  readonly refused: readonly number[];
  /** What went wrong, in words. */
  readonly fault: string | null;
}

/** One after another: what one leaves behind is cleared away before the next. */
export async function tryAll(
  call: Call,
  stage: Stage,
  names: readonly OperationName[],
): Promise<Map<OperationName, Noted>> {
  const noted = new Map<OperationName, Noted>();
  for (const name of names) {
    noted.set(name, await tryOne(call, stage, name));
    await stage.clear();
  }
  return noted;
}

async function tryOne(call: Call, stage: Stage, name: OperationName): Promise<Noted> {
  const asked = new Asked(call, name);
  try {
    await (RECIPES[name] as Recipe<OperationName>)(asked, stage);
    return { done: asked.isDone, refused: asked.statuses, fault: null };
  } catch (error) {
    return { done: asked.isDone, refused: asked.statuses, fault: (error as Error).message };
  }
}

class Asked implements Ask<OperationName> {
  isDone = false;
  readonly statuses: number[] = [];
  readonly #call: Call;
  readonly #name: OperationName;

  constructor(call: Call, name: OperationName) {
    this.#call = call;
    this.#name = name;
  }

  done: Ask<OperationName>["done"] = async (params) => {
    const answer = await this.#call(this.#name, params as never);
    const { result } = OPERATIONS[this.#name];
    const misfits = misfitsOf(result, answer).filter(({ problem }) => problem !== "unknown");
    if (misfits.length > 0) throw new Error(`its answer is ${JSON.stringify(misfits)}`);
    this.isDone = true;
    return answer as never;
  };

  refused: Ask<OperationName>["refused"] = async (status, params) => {
    const answer = await this.#call(this.#name, params as never).then(() => null, (error) => error);
    if (!(answer instanceof AriError)) throw answer ?? new Error(`it was done, not ${status}`);
    if (answer.status !== status) throw new Error(`${answer.message} instead of ${status}`);
    this.statuses.push(status);
  };
}
