/** Tells our own voice, come back from the caller's telephone, from the caller's, by how loud it is. */
import { FRAME_MS } from "./frames.ts";

/** Below this we say nothing that could be heard of. */
const SPEAKING_DBFS = -40;
/** How far below us a telephone's echo is before anything is known: worse ones are rare (ITU-T G.131). */
const USUAL_DB = -22;
/** Sound nearer to our level than this is a caller, and teaches nothing, nor does what follows it. */
const CALLER_DB = -20;
const CALLER_FRAMES = 500 / FRAME_MS;
/** What has not come back for so long is believed less: a line without an echo is known as such in some seconds. */
const FORGETS_DB_PER_S = 4;
/** An echo's peaks, and what is forgotten between two of them. */
const MARGIN_DB = 4;

/** One call's. */
export class EchoGuard {
  /** The loudest that lately came back, relative to what we played. */
  #returnsDb = USUAL_DB;
  /** Frames that may still be a caller's. */
  #callers = 0;

  /** One frame from the caller, and the loudest that they heard of us lately; both in dBFS. */
  isEcho(levelDbfs: number, ownDbfs: number): boolean {
    if (ownDbfs < SPEAKING_DBFS) return false;
    const isEcho = levelDbfs < ownDbfs + this.#returnsDb + MARGIN_DB;
    const belowDb = levelDbfs - ownDbfs;
    this.#callers = belowDb < CALLER_DB ? Math.max(0, this.#callers - 1) : CALLER_FRAMES;
    const faded = this.#returnsDb - FORGETS_DB_PER_S * FRAME_MS / 1_000;
    this.#returnsDb = this.#callers > 0 ? faded : Math.max(faded, belowDb);
    return isEcho;
  }
}
