/** Running text on a screen: broken between words, further lines set in. */
import { columnsOf, type Screen } from "./terminal.ts";

export function wrappedText(text: string, { columns }: Screen, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    const isFull = line.trim() !== "" && columnsOf(line) + 1 + columnsOf(word) > columns;
    if (isFull) {
      lines.push(line);
      line = " ".repeat(indent) + word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
