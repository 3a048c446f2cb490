/** A kernel lock on a file: whoever holds it and dies, by kill -9 too, has let it go. */

/** Polling is enough: nobody waits here but a second command that starts in the same second. */
const POLL_MS = 20;

export interface HeldLock {
  release(): void;
}

/** Resolves with null when somebody else holds it for longer than `patienceMs`, or `isOver`. */
export async function holdLock(
  path: string,
  patienceMs: number,
  isOver: () => boolean,
): Promise<HeldLock | null> {
  const file = await openLockFile(path);
  const untilMs = performance.now() + patienceMs;
  while (!await file.tryLock(true)) {
    if (performance.now() > untilMs || isOver()) {
      file.close();
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { release: () => file.close() };
}

/** One of many holders: `isLast` is true where nobody else shares it at that moment. */
export interface SharedLock {
  isLast(): Promise<boolean>;
  release(): void;
}

export async function shareLock(path: string): Promise<SharedLock> {
  const file = await openLockFile(path);
  await file.lock(false);
  return {
    isLast: async () => {
      await file.unlock(); // a shared lock can't be raised without letting it go first
      const alone = await file.tryLock(true);
      if (alone) await file.unlock();
      return alone;
    },
    release: () => file.close(),
  };
}

function openLockFile(path: string): Promise<Deno.FsFile> {
  return Deno.open(path, { create: true, read: true, write: true, mode: 0o600 });
}
