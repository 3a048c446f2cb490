/** `doctor`: looks at everything a call needs, and says of each what is wrong and what to do. */
import type { Config } from "./config.ts";
import { bad, type Finding, findingLine, ok, type Part, reasonOf } from "./doctor_finding.ts";

/** One look at one part. Its findings come in the order in which it was done. */
export interface Check {
  readonly part: Part;
  /** A look that takes longer has found something stuck. */
  readonly patienceMs: number;
  run(config: Config, signal: AbortSignal): AsyncIterable<Finding> | Promise<Finding>;
}

/** Runs the checks one after another. Resolves with the exit code: 0 when nothing is bad, else 1. */
export async function runDoctor(
  config: Config,
  checks: readonly Check[],
  print: (line: string) => void,
): Promise<0 | 1> {
  let bads = 0;
  const tell = (finding: Finding) => {
    if (finding.verdict === "bad") bads++;
    print(findingLine(finding));
  };
  tell(ok("settings", "Every variable that is set can be used"));
  for (const check of checks) await look(check, config, tell);
  return bads === 0 ? 0 : 1;
}

/** Never rejects: what a check throws is its last finding. */
async function look(check: Check, config: Config, tell: (finding: Finding) => void): Promise<void> {
  const ends = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  late.catch(() => {});
  const timer = setTimeout(() => {
    reject(new Error(`it took over ${check.patienceMs / 1_000} s`));
    ends.abort();
  }, check.patienceMs);
  try {
    const found = check.run(config, ends.signal);
    if (found instanceof Promise) return tell(await Promise.race([found, late]));
    const findings = found[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([findings.next(), late]);
      if (next.done) return;
      tell(next.value);
    }
  } catch (error) {
    tell(
      bad(check.part, `The check failed, ${reasonOf(error)}`, "see what stands before the colon"),
    );
  } finally {
    clearTimeout(timer);
    ends.abort();
  }
}
