/** The real Asterisk of the bench: a live channel to ask about, and its description for who downloads it. */
import { type Lab, startAsterisk } from "../../lab/asterisk.ts";
import { connectAri, type RawAri } from "../../lab_test/raw_ari.ts";

/** Its application; the contenders have names of their own. */
const APP = "bench-owner";

export interface BenchAsterisk extends AsyncDisposable {
  readonly server: {
    readonly origin: string;
    readonly username: string;
    readonly password: string;
  };
  readonly version: string;
  /** Up, in Stasis, and left alone. */
  readonly channelId: string;
  /** A file for the fake server: path → text, with "{origin}" where the server's address stands. */
  readonly docsPath: string;
}

export async function startBenchAsterisk(): Promise<BenchAsterisk> {
  const lab = await startAsterisk();
  const ari = await connectAri(lab, APP);
  const channel = await ari.request("POST", "channels", {
    endpoint: "Local/600@from-lab",
    app: APP,
  });
  await ari.next("StasisStart");
  const origin = lab.ariUrl.replace(/\/ari$/, "");
  const docsPath = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(docsPath, JSON.stringify(await docsOf(ari, origin)));
  return {
    server: { origin, username: lab.username, password: lab.password },
    version: lab.version,
    channelId: channel.id,
    docsPath,
    [Symbol.asyncDispose]: () => end(lab, ari, docsPath),
  };
}

async function docsOf(ari: RawAri, origin: string): Promise<Record<string, string>> {
  const list = "api-docs/resources.json";
  const resources = await ari.request("GET", list);
  const docs: Record<string, string> = { [list]: JSON.stringify(resources) };
  for (const { path } of resources.apis as readonly { readonly path: string }[]) {
    const file = path.slice(1).replace("{format}", "json");
    docs[file] = JSON.stringify(await ari.request("GET", file));
  }
  for (const [file, text] of Object.entries(docs)) {
    docs[file] = text.replaceAll(origin, "{origin}").replaceAll(
      /http:\/\/localhost:8088/g,
      "{origin}",
    );
  }
  return docs;
}

async function end(lab: Lab, ari: RawAri, docsPath: string): Promise<void> {
  await ari[Symbol.asyncDispose]();
  await lab.stop();
  await Deno.remove(docsPath);
}
