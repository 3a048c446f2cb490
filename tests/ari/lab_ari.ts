/** A lab with extensions that lead into the tests' own applications. */
import type { HttpRestOptions } from "../../lib/ari/mod.ts";
import { type Lab, type LabOptions, startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";

const why = whyNoLab();
/** For tests on a real Asterisk. */
export const lab = needs("asterisk", why === null, why ?? "");

const EXTENSIONS = `
[from-lab]
exten => 700,1,Stasis(hello)
 same => n,Hangup()
exten => 701,1,Stasis(echo)
 same => n,Hangup()
`;

export function startLab(more: LabOptions = {}): Promise<Lab> {
  return startAsterisk({ append: { "extensions.local.conf": EXTENSIONS }, ...more });
}

export function loginOf({ ariUrl, username, password }: Lab): HttpRestOptions {
  return { url: ariUrl, username, password };
}
