/** Runs a plugin that ships by what it asks for: its permissions, and the hosts that its settings name. */
import type { Installed } from "./contract.ts";
import { factsOf, hostsOf, ownRunner } from "./own_runner.ts";
import type { Runner } from "./runner.ts";
import { type Machine, surroundingsOf } from "./surroundings.ts";

/** Throws a sentence where the plugin or its settings are not as they must be. */
export function shippedRunner(installed: Installed, machine: Machine): Runner {
  const { plugin, settings } = installed;
  const facts = factsOf(plugin);
  const permissions = { ...facts.permissions, hosts: hostsOf(plugin, settings) };
  return ownRunner(installed, surroundingsOf({ ...facts, permissions }, machine));
}
