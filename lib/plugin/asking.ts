/** Asks a list of plugins, in their order, as the kind of the hook says. */
import type { CallInfo, Changed, Decided, Notified, SpokenTurn, TurnScore } from "./contract.ts";
import type { GuardedPlugin } from "./guard.ts";
import { CHAIN_LIMITS, limitMsOf } from "./limits.ts";

type Plugins = readonly GuardedPlugin[];

/** Side by side; resolves when each has taken it, or was passed over, with the scores that they gave. */
export async function notify<Name extends keyof Notified>(
  plugins: Plugins,
  name: Name,
  value: Notified[Name],
  call: CallInfo,
): Promise<Readonly<Record<string, number>>> {
  const asked = { value, call, said: null };
  const hook = `notify.${name}` as const;
  const scores: Record<string, number> = {};
  await Promise.all(
    plugins.filter((one) => one.has(hook)).map(async (one) => {
      const answer = await one.ask(hook, asked) as TurnScore | undefined;
      if (answer !== undefined) scores[one.facts.name] = answer.score;
    }),
  );
  return scores;
}

/** The first answer that there is; within the chain's limit, and none where that is used up. */
export async function decide<Name extends keyof Decided>(
  plugins: Plugins,
  name: Name,
  call: CallInfo,
): Promise<Decided[Name] | undefined> {
  const hook = `decide.${name}` as const;
  const endsAtMs = performance.now() + CHAIN_LIMITS * limitMsOf(hook);
  for (const plugin of plugins) {
    if (!plugin.has(hook)) continue;
    const leftMs = endsAtMs - performance.now();
    if (leftMs <= 0) break; // the caller hears ringing all the while
    const limitMs = Math.min(leftMs, limitMsOf(hook));
    const answer = await plugin.ask(hook, { value: call, call, said: null }, limitMs);
    if (answer !== undefined) return answer as Decided[Name];
  }
  return undefined;
}

/** At once where every plugin answers at once; else the promise comes within the chain's limit. */
export function change<Name extends keyof Changed>(
  plugins: Plugins,
  name: Name,
  value: Changed[Name],
  about: { readonly call: CallInfo; readonly said: SpokenTurn | null },
): Changed[Name] | Promise<Changed[Name]> {
  const hook = `change.${name}` as const;
  for (const [index, plugin] of plugins.entries()) {
    if (!plugin.has(hook)) continue;
    const answer = plugin.ask(hook, { ...about, value });
    if (answer instanceof Promise) {
      return goOn(plugins.slice(index + 1), name, value, answer, about);
    }
    if (answer !== undefined) value = answer as Changed[Name];
  }
  return value;
}

async function goOn<Name extends keyof Changed>(
  plugins: Plugins,
  name: Name,
  before: Changed[Name],
  first: Promise<unknown>,
  about: { readonly call: CallInfo; readonly said: SpokenTurn | null },
): Promise<Changed[Name]> {
  const hook = `change.${name}` as const;
  const endsAtMs = performance.now() + CHAIN_LIMITS * limitMsOf(hook);
  let value = (await first ?? before) as Changed[Name];
  for (const plugin of plugins) {
    if (!plugin.has(hook)) continue;
    const leftMs = endsAtMs - performance.now();
    if (leftMs <= 0) break; // the caller waits: the rest is passed over
    const answer = await plugin.ask(hook, { ...about, value }, Math.min(leftMs, limitMsOf(hook)));
    if (answer !== undefined) value = answer as Changed[Name];
  }
  return value;
}
