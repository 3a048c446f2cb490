/** The plugins that ship: a compiled program and the edge contain exactly these. On is what settings name. */
import type { AnyPlugin } from "../lib/plugin/contract.ts";
import { pronounce } from "./pronounce.ts";

export const shipped: readonly (() => AnyPlugin)[] = [
  pronounce,
];
