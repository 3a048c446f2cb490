/** English words of e-mail addresses. */
import type { AddressWords } from "../language.ts";

export const addresses: AddressWords = {
  at: new Set(["at", "@"]),
  signs: {
    dot: ".",
    period: ".",
    point: ".",
    underscore: "_",
    _: "_",
    dash: "-",
    hyphen: "-",
    minus: "-",
    plus: "+",
    "+": "+",
  },
  hosts: new Set(["gmail", "hotmail", "outlook", "icloud", "protonmail", "ymail", "yahoo"]),
  halfTops: new Set(["co"]),
};
