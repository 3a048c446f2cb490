/** Ending something: where it has already ended, that is done. */
import { AriError } from "./errors.ts";

export async function gone(ending: Promise<void>, status = 404): Promise<void> {
  try {
    await ending;
  } catch (error) {
    if (error instanceof AriError && error.status === status) return;
    throw error;
  }
}
