/** Says words as they should sound: { "words": { "SQL": "sequel" } }. The first plugin to read. */
import { z } from "zod";
import { definePlugin } from "../lib/plugin/contract.ts";

export const pronounce = () =>
  definePlugin({
    name: "pronounce",
    version: "1.0.0",
    settings: z.object({ words: z.record(z.string(), z.string()) }),
    change: {
      text: (text, { settings: { words } }) =>
        text.replace(/\w+/g, (word) => Object.hasOwn(words, word) ? words[word]! : word),
    },
  });
