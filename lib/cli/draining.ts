/** How live calls end when the program is told to stop: most of them by themselves. */
import type { App } from "../app.ts";
import type { Readiness } from "../observe/readiness.ts";

/** Last words of calls that are sent on: an apology, and its way to the caller. */
const APOLOGY_MS = 8_000;
/** Asterisk takes a caller back in milliseconds; where it doesn't, the dialplan's own limit will. */
const RELEASE_MS = 1_000;

/** Live calls may finish for so long; the rest hear an apology and go on in the dialplan. */
export async function drain(app: App | null, readiness: Readiness, forMs: number): Promise<void> {
  readiness.block("start", "Parley is stopping: no new calls are taken");
  if (app === null) return;
  const empty = app.drain();
  if (await isOver(empty, forMs)) return;
  app.apologise();
  await isOver(empty, APOLOGY_MS);
}

/** What still lives goes on in the dialplan, and Asterisk is let go. */
export async function closeApp(app: App): Promise<void> {
  await isOver(app.release(), RELEASE_MS);
  app.close();
}

/** False when it takes longer. */
export async function isOver(work: Promise<void>, patienceMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
