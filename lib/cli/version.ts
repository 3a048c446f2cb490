import manifest from "../../deno.json" with { type: "json" };

/** The version of the program, from its manifest; a bundle carries it inside. */
export const VERSION: string = manifest.version;
