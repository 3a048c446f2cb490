/** `deno task bench plugins [overhead|hostile]`: what a hook costs, and what a hostile plugin costs others. */
import { table } from "../figures.ts";
import { measureHostile } from "./hostile.ts";
import { measureOverhead } from "./overhead.ts";

const [part] = Deno.args;
if (part === undefined || part === "overhead") console.log(table(await measureOverhead()), "\n");
if (part === undefined || part === "hostile") console.log(table(await measureHostile()));
Deno.exit(0); // processes of hostile plugins end with their input
