/** Is it a machine that speaks? */
import { languageOf } from "./language.ts";

/** The places in the language's list of what a machine's words match; none for most callers' words. */
export function machineSigns(text: string, languageTag: string): number[] {
  const words = plain(text);
  return languageOf(languageTag).machines.flatMap((sign, at) => sign.test(words) ? [at] : []);
}

/** Alike but for signs and capitals: a recording says the same each time. */
export function plain(text: string): string {
  return (text.toLowerCase().replaceAll("’", "'").match(/[\p{L}\p{N}']+/gu) ?? []).join(" ");
}
