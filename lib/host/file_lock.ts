/** Locks of the kernel: they end with the process that holds them, however it ends. */

export class FileLock {
  readonly #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Waits until the lock can be had. Shared ones exclude only exclusive ones. */
  static async take(path: string, kind: "shared" | "exclusive"): Promise<FileLock> {
    const file = await open(path);
    await file.lock(kind === "exclusive");
    return new FileLock(file);
  }

  /** Null when somebody else has it. */
  static async tryTake(path: string): Promise<FileLock | null> {
    const file = await open(path);
    if (await file.tryLock(true)) return new FileLock(file);
    file.close();
    return null;
  }

  /** Idempotent it is not: a lock is let go once. */
  release(): void {
    this.#file.close();
  }
}

function open(path: string): Promise<Deno.FsFile> {
  return Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
}
