/** What a process that died has left at the PBX: callers whom nobody serves, and empty bridges. */
import type { Clock } from "./ports.ts";
import type { Pbx } from "./pbx.ts";

/** Our own legs and bridges are known by their ids, so that they are never taken for others'. */
export const LEG = "parley-leg-";
export const BRIDGE = "parley-bridge-";

/** A call that just comes in, here or in another process, is joined by then. */
const FORSAKEN_AFTER_MS = 1_000;

/** What the PBX holds at one moment. */
export interface Sight {
  readonly channels: readonly { readonly id: string; readonly inOurApp: boolean }[];
  readonly bridges: readonly { readonly id: string; readonly channels: readonly string[] }[];
}

export interface ForsakenOptions {
  readonly pbx: Pbx;
  readonly clock: Clock;
  readonly look: () => Promise<Sight>;
  readonly isServed: (channel: string) => boolean;
  readonly trouble: (what: string, error: unknown) => void;
}

/** Gives forsaken callers back to the dialplan, and takes empty bridges of ours away. */
export async function sendForsakenOn(first: Sight, options: ForsakenOptions): Promise<void> {
  const { pbx, clock, look, trouble } = options;
  const suspects = forsakenIn(first, options);
  if (suspects.size === 0) return;
  await new Promise<void>((wake) => clock.wakeAt(clock.nowMs() + FORSAKEN_AFTER_MS, wake));
  const still = forsakenIn(await look(), options).intersection(suspects);
  const gone = [...still].map((id) =>
    (id.startsWith(BRIDGE) ? pbx.destroyBridge(id) : pbx.continueInDialplan(id))
      .catch((error) => trouble("Cannot tidy up after a process that died", error))
  );
  await Promise.all(gone);
}

/** A leg dies with its process: its caller is alone in the bridge then. */
function forsakenIn({ channels, bridges }: Sight, { isServed }: ForsakenOptions): Set<string> {
  const inCompany = new Set(
    bridges.filter((bridge) => bridge.channels.length > 1).flatMap((bridge) => bridge.channels),
  );
  const callers = channels.filter(({ id, inOurApp }) =>
    inOurApp && !id.startsWith(LEG) && !inCompany.has(id) && !isServed(id)
  ).map(({ id }) => id);
  const left = bridges.filter(({ id, channels }) =>
    id.startsWith(BRIDGE) && channels.every((channel) => callers.includes(channel))
  );
  return new Set([...callers, ...left.map(({ id }) => id)]);
}
