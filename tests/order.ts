/** The order in which all tests are run: what takes longest is begun first, for what begins last ends alone. */

/** Some seconds and more, as `deno test --junit-path=…` tells them on two cores. */
const LONGEST: readonly string[] = [
  "tests/fresh_clone_test.ts",
  "tests/core/random_stories_test.ts",
  "tests/ari/readme_lab_test.ts",
  "tests/app/delivery_runner_test.ts",
  "tests/app/delivery_kills_test.ts",
  "tests/store/retention_fleet_test.ts",
  "tests/stories/power_cut_test.ts",
  "tests/bundle/bundle_test.ts",
  "tests/ari/conformance_lab_test.ts",
  "tests/host/frozen_test.ts",
  "tests/host/store_test.ts",
  "tests/host/hostile_plugins_test.ts",
  "tests/host/postgres_test.ts",
  "tests/host/privacy_test.ts",
  "tests/store/deliveries_test.ts",
  "tests/store/facts_test.ts",
  "tests/store/retention_test.ts",
  "tests/store/backup_test.ts",
  "tests/store/rotation_test.ts",
  "tests/store/audit_test.ts",
  "tests/stories/kill_test.ts",
  "tests/stories/spoken_turns_test.ts",
  "tests/ari/fuzz_test.ts",
  "tests/cli/doctor_command_test.ts",
  "tests/lab_test/fallback_test.ts",
  "tests/lab_test/caller_test.ts",
  "tests/stories/provider_call_test.ts",
  "tests/stories/cuts_test.ts",
  "tests/stories/voice_call_test.ts",
  "tests/stories/edge_call_test.ts",
  "tests/stories/plugins_call_test.ts",
  "tests/stories/faults/fault_matrix_test.ts",
  "tests/stories/interruptions_test.ts",
  "tests/stories/shutdown_test.ts",
  "tests/stories/outage_test.ts",
  "tests/stories/many_calls_test.ts",
  "tests/stories/hostile_plugins_test.ts",
  "tests/stories/person_test.ts",
  "tests/stories/listening_test.ts",
  "tests/stories/cost_limit_test.ts",
];

/** Stories in which nobody telephones: they want processors, and would take them from those who do. */
const TYPED: readonly string[] = [
  "tests/stories/kill_test.ts",
  "tests/stories/power_cut_test.ts",
  "tests/stories/spoken_turns_test.ts",
  "tests/stories/typed_calls_test.ts",
];

/** Calls in real time, on an Asterisk or like one. */
export function isTelephoned(file: string): boolean {
  return file.startsWith("tests/stories/") && !TYPED.includes(file);
}

/** Paths of all test files below `folder`. */
export function testFilesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return testFilesIn(`${folder}/${name}`);
    return name.endsWith("_test.ts") ? [`${folder}/${name}`] : [];
  });
}

export function longestFirst(files: readonly string[]): string[] {
  const rank = (file: string) => LONGEST.includes(file) ? LONGEST.indexOf(file) : LONGEST.length;
  return files.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Files that are named here and don't exist. */
export function unknownHere(): string[] {
  const files = testFilesIn("tests");
  return [...LONGEST, ...TYPED].filter((file) => !files.includes(file));
}
