/** Ending something: where it has already ended, that is done. */
import { AriError } from "./errors.ts";

export async function gone(ending: Promise<void>): Promise<void> {
  try {
    await ending;
  } catch (error) {
    if (error instanceof AriError && error.status === 404) return;
    throw error;
  }
}
