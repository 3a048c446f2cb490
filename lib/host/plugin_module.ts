/** What an outside plugin imports as "parley": the contract, and the zod that its settings need. */
export * from "../plugin/contract.ts";
export { z } from "zod";
