/** `doctor`: looks at everything a call needs, and says of each what is wrong and what to do. */
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { CHECKS } from "./doctor_checks.ts";
import { goRound } from "./doctor_round.ts";
import { listenForSignals } from "./signals.ts";

export const doctorCommand = command({
  about: "Check the configuration, the database, speech and Asterisk",
  run: (_typed, config) => doctor(config),
});

/** Prints to standard output. Resolves with the exit code: 0 when all is well, else 1. */
export async function doctor(config: Config): Promise<number> {
  const stop = new AbortController();
  const forget = listenForSignals({
    drain: () => stop.abort(),
    stopNow: () => Deno.exit(1),
  });
  try {
    return await goRound(config, CHECKS, (line) => console.log(line), stop.signal);
  } finally {
    forget();
  }
}
