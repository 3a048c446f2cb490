/** A provider's failure as one sentence, without keys and without what was sent. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  /** For how long the provider must be left alone, where that is known. */
  readonly restMs: number | null;

  constructor(message: string, options: { cause?: unknown; restMs?: number | null } = {}) {
    super(message, { cause: options.cause });
    this.restMs = options.restMs ?? null;
  }
}

/** How long a failed provider asked to be left alone; null where it did not say. */
export function restAskedBy(error: unknown): number | null {
  return error instanceof ProviderError ? error.restMs : null;
}
