/** Every hook by its kind: forgetting one does not compile. */
import type { Changed, Decided, DeliveryKind, Notified } from "./contract.ts";

export type HookKind = "notify" | "decide" | "change" | "deliver" | "hear" | "tools" | "columns";
/** "change.text", "deliver.call_ended", "tools.find_order": as it stands in errors. */
export type HookId = `${HookKind}.${string}`;

const HOOKS = {
  notify: { callStarted: 1, turnEnded: 1, leadUpdated: 1, callEnded: 1 } satisfies Record<
    keyof Notified,
    1
  >,
  decide: { acceptCall: 1, chooseCampaign: 1, chooseLanguage: 1, chooseVoice: 1 } satisfies Record<
    keyof Decided,
    1
  >,
  change: { text: 1, context: 1, tone: 1 } satisfies Record<keyof Changed, 1>,
  deliver: { lead_qualified: 1, call_ended: 1, erase_person: 1, report_due: 1 } satisfies Record<
    DeliveryKind,
    1
  >,
  hear: { callback: 1 },
} as const;

/** Names of tools and columns are the plugin's own. */
export const OWN_NAME = /^[a-z][a-z0-9_]{0,39}$/;

export function isHook(hook: string): hook is HookId {
  const [kind = "", name = "", ...rest] = hook.split(".");
  if (rest.length > 0) return false;
  if (kind === "tools" || kind === "columns") return OWN_NAME.test(name);
  return Object.hasOwn(HOOKS, kind) && Object.hasOwn(HOOKS[kind as keyof typeof HOOKS], name);
}

/** What a plain object brings, as ids; what is none of ours throws a sentence. */
export function hooksOf(plugin: Readonly<Record<string, unknown>>, name: string): HookId[] {
  const kinds: readonly HookKind[] = [
    ...["notify", "decide", "change", "deliver", "hear", "tools", "columns"] as const,
  ];
  return kinds.flatMap((kind) =>
    Object.keys((plugin[kind] ?? {}) as object).map((hook) => `${kind}.${hook}`)
  )
    .map((hook) => {
      if (isHook(hook)) return hook;
      throw new Error(`Cannot use the plugin ${name}: there is no hook ${hook}`);
    });
}
