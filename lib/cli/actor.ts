/** Who typed a command, for the audit log: by the name that the machine knows. */
import { userInfo } from "node:os";
import type { Actor } from "../store/audit.ts";

export function thisPerson(): Actor {
  const behind = Deno.env.get("SUDO_USER"); // who became root is told, and not root
  return `person:${behind ?? nameOfUser()}`;
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${Deno.uid()}`; // a container's user may have no name
  }
}
