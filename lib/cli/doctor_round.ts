/** Goes round the checks one after another, and lets none of them hold up or end the round. */
import type { Config } from "./config.ts";
import { bad, type Finding, findingLine, ok, type Part, reasonOf } from "./doctor_finding.ts";
import { withoutSecrets } from "./process_log.ts";

/** One look at one part. */
export interface Check {
  readonly part: Part;
  /** A look that takes longer has found something stuck. */
  readonly patienceMs: number;
  /** Ends soon after `signal` aborts, and tidies up behind itself. */
  run(config: Config, signal: AbortSignal): AsyncGenerator<Finding> | Promise<Finding>;
}

/** How long a check may tidy up after it was told to stop. */
const TIDY_WITHIN_MS = 6_000;

/**
 * Resolves with the exit code: 0 when nothing is bad, else 1. After `stop` nothing more is begun,
 * and what is under way tidies up.
 */
export async function goRound(
  config: Config,
  checks: readonly Check[],
  print: (line: string) => void,
  stop: AbortSignal,
): Promise<0 | 1> {
  let bads = 0;
  const clean = withoutSecrets(config); // a provider's words may hold the key that it refuses
  const tell = (finding: Finding) => {
    if (finding.verdict === "bad") bads++;
    print(clean(findingLine(finding)));
  };
  tell(ok("settings", "Every variable that is set can be used"));
  for (const check of checks) {
    if (!stop.aborted) await look(check, config, tell, stop);
  }
  return bads === 0 && !stop.aborted ? 0 : 1;
}

/** Never rejects: what a check throws is its last finding. */
async function look(
  check: Check,
  config: Config,
  tell: (finding: Finding) => void,
  stop: AbortSignal,
): Promise<void> {
  const over = AbortSignal.any([stop, AbortSignal.timeout(check.patienceMs)]);
  const findings = findingsOf(check, config, over);
  try {
    for (;;) {
      const next = await unless(over, findings.next());
      if (next.done) return;
      tell(next.value);
    }
  } catch (error) {
    if (stop.aborted) return;
    const why = over.aborted ? `it took over ${check.patienceMs / 1_000} s` : reasonOf(error);
    tell(bad(check.part, `The check failed, ${why}`, "look at the log of that part"));
  } finally {
    const tidied = AbortSignal.timeout(TIDY_WITHIN_MS);
    await unless(tidied, findings.return(undefined)).catch(() => {}); // what it threw was told
  }
}

async function* findingsOf(
  check: Check,
  config: Config,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const found = check.run(config, signal);
  if (found instanceof Promise) yield await found;
  else yield* found;
}

/** Rejects as soon as `over` aborts, whatever the work does then. */
async function unless<T>(over: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(over.reason);
  if (over.aborted) stop();
  over.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    over.removeEventListener("abort", stop);
    promise.catch(() => {});
    work.catch(() => {});
  }
}
