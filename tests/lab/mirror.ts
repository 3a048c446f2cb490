/** Where this machine gets its Debian packages: the lab takes them from the same place. */

const FOLDER = "/etc/apt";

export interface Mirror {
  readonly url: string;
  /** Environment for debootstrap, which doesn't read APT's settings. */
  readonly proxy: Record<string, string>;
}

/** From the host's APT sources; throws one sentence where they name no Debian archive. */
export async function debianMirror(): Promise<Mirror> {
  const url = debianArchiveIn(await sources());
  if (url === null) {
    throw new Error(
      `Cannot make the lab: no source in ${FOLDER} is a Debian archive; add one, or set ` +
        "PARLEY_LAB_CACHE to a cache that holds parley/asterisk-root",
    );
  }
  return { url, proxy: await proxyOfApt() };
}

/** The first `http` archive whose path ends in /debian, in either of APT's two formats. */
export function debianArchiveIn(sources: string): string | null {
  for (const line of sources.split("\n")) {
    const words = /^\s*(?:deb\s|URIs:\s)(.*)$/.exec(line)?.[1]?.split(/\s+/) ?? [];
    const found = words.find((word) => /^https?:\/\/\S+\/debian\/?$/.test(word));
    if (found) return found;
  }
  return null;
}

async function sources(): Promise<string> {
  const paths = [`${FOLDER}/sources.list`];
  for await (const { name } of Deno.readDir(`${FOLDER}/sources.list.d`)) {
    if (/\.(list|sources)$/.test(name)) paths.push(`${FOLDER}/sources.list.d/${name}`);
  }
  const texts = paths.map((path) => Deno.readTextFile(path).catch(() => ""));
  return (await Promise.all(texts)).join("\n");
}

async function proxyOfApt(): Promise<Record<string, string>> {
  const { stdout } = await new Deno.Command("apt-config", {
    args: ["shell", "PROXY", "Acquire::http::Proxy"],
  }).output();
  const proxy = /^PROXY='(.+)'/m.exec(new TextDecoder().decode(stdout))?.[1];
  return proxy ? { http_proxy: proxy } : {};
}
