/** Joins a caller, a media leg and a bridge, and takes them apart again whatever order things end in. */
import { LEASE_SECONDS } from "./lease.ts";
import type { Pbx } from "./pbx.ts";
import type { AudioEncoding, MediaEvent, MediaLeg } from "./ports.ts";

/** Our leg enters Stasis within milliseconds of its socket's opening. */
export const LEG_ENTERS_WITHIN_MS = 2_000;

export interface Ids {
  readonly caller: string;
  readonly leg: string;
  readonly bridge: string;
}

export interface JoinOptions {
  readonly pbx: Pbx;
  readonly ids: Ids;
  /** Resolves when the leg's StasisStart has come. */
  readonly legEntered: Promise<void>;
  readonly tell: (event: MediaEvent) => void;
  /** Aborts when the caller has hung up meanwhile. */
  readonly signal: AbortSignal;
}

export interface Joined {
  readonly leg: MediaLeg;
  /** Idempotent. Leaves no leg, no bridge and no socket, and no channel unless it goes on. */
  close(how: "hang_up" | "continue"): Promise<void>;
}

/** Rejects after everything that was made is gone again; the caller's channel is left as it was. */
export async function join(options: JoinOptions): Promise<Joined> {
  const { pbx, ids } = options;
  const parts: { leg?: MediaLeg } = {};
  try {
    const encoding = await pbx.encodingOf(ids.caller);
    const leg = await allOrNone(
      makeLeg(options, encoding, parts),
      pbx.createBridge(ids.bridge),
      pbx.answer(ids.caller).then(() => pbx.limit(ids.caller, LEASE_SECONDS)),
    );
    options.signal.throwIfAborted();
    await pbx.addToBridge(ids.bridge, [ids.caller, ids.leg]);
    options.signal.throwIfAborted();
    return { leg, close: once((how) => takeApart(pbx, ids, leg, how)) };
  } catch (error) {
    await takeApart(pbx, ids, parts.leg ?? null, null);
    throw error;
  }
}

async function makeLeg(
  { pbx, ids, tell, legEntered }: JoinOptions,
  encoding: AudioEncoding,
  parts: { leg?: MediaLeg },
): Promise<MediaLeg> {
  parts.leg = await pbx.openLeg(ids.leg, encoding, tell);
  await within(LEG_ENTERS_WITHIN_MS, legEntered, "our media leg did not enter Stasis");
  return parts.leg;
}

async function takeApart(
  pbx: Pbx,
  ids: Ids,
  leg: MediaLeg | null,
  how: "hang_up" | "continue" | null,
): Promise<void> {
  leg?.close();
  const caller = how === "hang_up"
    ? pbx.hangUp(ids.caller)
    : how === "continue"
    ? pbx.continueInDialplan(ids.caller)
    : Promise.resolve();
  await Promise.allSettled([caller, pbx.hangUp(ids.leg), pbx.destroyBridge(ids.bridge)]);
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

async function within<Value>(ms: number, value: Promise<Value>, what: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Cannot join the call: ${what} in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

function once<Argument>(
  run: (argument: Argument) => Promise<void>,
): (argument: Argument) => Promise<void> {
  let running: Promise<void> | undefined;
  return (argument) => running ??= run(argument);
}
