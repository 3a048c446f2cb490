/** Loads plugins anew when a file of theirs has changed, or what they are allowed. */

/** An editor writes a file in several steps, and a copy is many files. */
const QUIET_MS = 300;

/** Returns its own undo. A folder that isn't there is not watched, and that is said. */
export function watchPlugins(
  { folder, stateFolder, load, trouble }: {
    readonly folder: string;
    readonly stateFolder: string;
    readonly load: () => Promise<void>;
    readonly trouble: (error: unknown) => void;
  },
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(load, QUIET_MS);
  };
  const watchers = [
    watch(folder, { recursive: true }, () => true, changed, trouble),
    watch(
      stateFolder,
      { recursive: false },
      (path) => path.endsWith("grants.json"),
      changed,
      trouble,
    ),
  ];
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher?.close();
  };
}

function watch(
  folder: string,
  options: { readonly recursive: boolean },
  matters: (path: string) => boolean,
  changed: () => void,
  trouble: (error: unknown) => void,
): Deno.FsWatcher | null {
  let watcher: Deno.FsWatcher;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    watcher = Deno.watchFs(folder, options);
  } catch (error) {
    trouble(error);
    return null;
  }
  (async () => {
    for await (const { kind, paths } of watcher) {
      if (kind !== "access" && paths.some(matters)) changed();
    }
  })().catch(trouble);
  return watcher;
}
