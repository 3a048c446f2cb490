/** `deno task lab`: a real Asterisk in the foreground, until Ctrl-C. */
import { startAsterisk } from "./asterisk.ts";
import { whyNoLab } from "./root.ts";

const why = whyNoLab();
if (why !== null) {
  console.error(`Cannot start the lab: ${why}`);
  Deno.exit(2);
}

const lab = await startAsterisk();
console.log(`Asterisk ${lab.version} is up (process ${lab.pid()}). In another terminal:

  export ARI_URL=${lab.ariUrl}
  export ARI_USERNAME=${lab.username}
  export ARI_PASSWORD=${lab.password}
  deno task start

Then dial 9000:
  from a softphone   server 127.0.0.1:${lab.sipPort}, UDP, no login (every caller from 127.0.0.1 is let in)
  without a phone    deno run -A tests/lab/dial.ts ${lab.sipPort} 9000 SAYS.wav HEARD.wav
  to try the line    600 repeats you, 601 speaks, 602 rings, 604 repeats three digits

Ctrl-C stops Asterisk and deletes everything that it wrote.`);

await new Promise<void>((resolve) => {
  Deno.addSignalListener("SIGINT", resolve);
  Deno.addSignalListener("SIGTERM", resolve);
});
await lab.stop();
