/** Joins a caller, a media leg and a bridge, and takes them apart again whatever order things end in. */
import { type AwaitedLeg, KeptLeg } from "./kept_leg.ts";
import { LEASE_SECONDS } from "./lease.ts";
import type { Pbx } from "./pbx.ts";
import type { Clock, MediaEvent, MediaLeg } from "./ports.ts";

export interface JoinOptions {
  readonly pbx: Pbx;
  readonly clock: Clock;
  readonly caller: string;
  readonly bridge: string;
  /** A leg of ours that is about to come; each is another channel. */
  readonly awaitLeg: () => AwaitedLeg;
  readonly tell: (event: MediaEvent) => void;
  /** Aborts when the caller has hung up meanwhile. */
  readonly signal: AbortSignal;
}

/** What becomes of the caller's channel; null: it is no longer ours. */
export type Leaving = "hang_up" | "continue" | null;

export interface Joined {
  readonly leg: MediaLeg;
  /** Idempotent. Leaves no leg, no bridge and no socket, and no channel unless it goes on. */
  close(how: Leaving): Promise<void>;
}

/** Rejects after everything that was made is gone again; the caller's channel is left as it was. */
export async function join(options: JoinOptions): Promise<Joined> {
  const { pbx, caller, bridge, signal } = options;
  const parts: { leg?: KeptLeg } = {};
  try {
    const encoding = await pbx.encodingOf(caller);
    const leg = await allOrNone(
      KeptLeg.open({ ...options, encoding }).then((leg) => parts.leg = leg),
      pbx.createBridge(bridge),
      pbx.answer(caller).then(() => pbx.limit(caller, LEASE_SECONDS)),
    );
    signal.throwIfAborted();
    if (leg.channel === null) throw new Error("Cannot join the call: our media leg is lost");
    await pbx.addToBridge(bridge, [caller, leg.channel]);
    signal.throwIfAborted();
    return { leg, close: once((how) => takeApart(options, leg, how)) };
  } catch (error) {
    await takeApart(options, parts.leg ?? null, null);
    throw error;
  }
}

async function takeApart(
  { pbx, caller, bridge }: JoinOptions,
  leg: KeptLeg | null,
  how: Leaving,
): Promise<void> {
  leg?.close();
  const left = how === "hang_up"
    ? pbx.hangUp(caller)
    : how === "continue"
    ? pbx.continueInDialplan(caller)
    : Promise.resolve();
  await Promise.allSettled([left, leg?.remove(), pbx.destroyBridge(bridge)]);
}

/** Rejects only when nothing is under way any more, so that nothing is made after the tidying up. */
async function allOrNone<First>(
  first: Promise<First>,
  ...rest: readonly Promise<unknown>[]
): Promise<First> {
  const [one, ...others] = await Promise.allSettled([first, ...rest]);
  for (const other of others) if (other.status === "rejected") throw other.reason;
  if (one.status === "rejected") throw one.reason;
  return one.value;
}

function once<Argument>(
  run: (argument: Argument) => Promise<void>,
): (argument: Argument) => Promise<void> {
  let running: Promise<void> | undefined;
  return (argument) => running ??= run(argument);
}
