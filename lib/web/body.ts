/** A request's body, within limits of size and time: who sends it is not known yet. */

export interface BodyLimits {
  readonly bytes: number;
  readonly ms: number;
}

/** A status instead of the text where it is too long (413), or comes too slowly (408). */
export async function textOf(
  { body }: Request,
  { bytes, ms }: BodyLimits,
): Promise<string | 408 | 413> {
  const reader = body?.getReader();
  if (!reader) return "";
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => {}); // it ended meanwhile
  }, ms);
  try {
    const decoder = new TextDecoder();
    let [text, size] = ["", 0];
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) return 408;
      if (done) return text + decoder.decode();
      size += value.length;
      if (size > bytes) return 413;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {}); // what is left of it is not asked for
  }
}
