/** The script beside a bundle that starts it. */

/**
 * What the program needs of Deno. Everything is in the folder, so nothing may be fetched: a missing
 * part must be an error here and not a download at a customer's.
 */
const FLAGS = [
  "--no-config",
  "--no-remote",
  "--no-npm",
  "--no-prompt",
  "--quiet",
  "--unstable-cron",
  "--allow-all",
];

/** POSIX sh. `exec`: signals reach the program itself, and its exit code is the script's. */
export function startScript(): string {
  return `#!/bin/sh
# Starts Parley with the Deno that PARLEY_DENO names, else with the one on the PATH.
link=$0
while [ -h "$link" ]; do
  target=$(readlink "$link")
  case $target in
    /*) link=$target ;;
    *) link=$(dirname "$link")/$target ;;
  esac
done
here=$(CDPATH= cd "$(dirname "$link")" && pwd) || exit 1
deno=\${PARLEY_DENO:-deno}
if ! command -v "$deno" >/dev/null 2>&1; then
  echo "Cannot start Parley: there is no Deno at \\"$deno\\"; install it or set PARLEY_DENO" >&2
  exit 127
fi
PARLEY_SELF=\${PARLEY_SELF:-$0}
export PARLEY_SELF
exec "$deno" run ${FLAGS.join(" ")} "$here/parley.js" "$@"
`;
}
