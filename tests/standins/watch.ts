/** Waits for what a stand-in or a caller of a test sees happen. */

/** Longer than anything that is waited for takes on a busy machine. */
const PATIENCE_MS = 25_000;

export class Watch {
  readonly #looks = new Set<() => void>();

  /** Something has happened: whoever waits looks whether it was that. */
  happened(): void {
    for (const look of [...this.#looks]) look();
  }

  /** Resolves as soon as `holds`; rejects with what `seen` tells when that takes too long. */
  until(what: string, holds: () => boolean, seen: () => unknown = () => ""): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#looks.delete(look);
        reject(new Error(`Waited in vain until ${what}: ${JSON.stringify(seen())}`));
      }, PATIENCE_MS);
      const look = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
    });
  }
}
