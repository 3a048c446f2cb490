/** The shipped configuration, with the few values that a lab must have for itself. */
import type { PortBlock } from "./ports.ts";

const SHIPPED = new URL("../../asterisk_config/", import.meta.url);
/** Folders of asterisk.conf that two Asterisks can't share. */
const OWN_FOLDERS = ["cache", "etc", "db", "spool", "run", "log"] as const;

export interface LabSecrets {
  readonly username: string;
  readonly password: string;
  readonly phones: Readonly<Record<"1001" | "1002", string>>;
}

/** Where Asterisk dials in the edge wiring. */
export interface EdgeWiring {
  /** `ws://127.0.0.1:…` for events, calls, and control. */
  readonly eventsUrl: string;
  readonly mediaUrl: string;
  readonly password: string;
}

export interface LabConfig {
  /** The instance's folder as Asterisk sees it, inside its root. */
  readonly folder: string;
  readonly ports: PortBlock;
  readonly secrets: LabSecrets;
  /** Uncomments the outbound sections, and sends 9000 to the edge's application. */
  readonly edge: EdgeWiring | null;
  /** For the lab's own callers; the shipped value for phones stays. */
  readonly rtpTimeoutS: number;
}

/** File name → text, or `null` for a file that must go: everything that differs from the package's own configuration. */
export async function labConfig(config: LabConfig): Promise<Record<string, string | null>> {
  const files: Record<string, string> = {};
  for await (const { name } of Deno.readDir(SHIPPED)) {
    if (name.endsWith(".conf")) files[name] = await Deno.readTextFile(new URL(name, SHIPPED));
  }
  change(files, "asterisk.conf", (text) =>
    OWN_FOLDERS.reduce((all, own) => {
      return replaced(all, `ast${own}dir =>`, `${config.folder}/${own}`);
    }, text));
  change(files, "http.conf", (text) => replaced(text, "bindport =", `${config.ports.http}`));
  change(files, "rtp.conf", (text) => {
    const start = replaced(text, "rtpstart =", `${config.ports.rtpStart}`);
    return replaced(start, "rtpend =", `${config.ports.rtpEnd}`);
  });
  change(files, "pjsip.conf", (text) => replaced(text, "bind =", `127.0.0.1:${config.ports.sip}`));
  const edge = config.edge;
  if (edge) openEdge(files, edge);
  return {
    ...files,
    "secrets/ari.conf": ariSecret(config.secrets),
    "secrets/pjsip.conf": phoneSecrets(config.secrets),
    "secrets/edge.conf": edge ? `password = ${edge.password}\n` : "",
    "extensions.local.conf": LAB_EXTENSIONS,
    "pjsip.local.conf": labCallers(config.rtpTimeoutS),
    "modules.local.conf": LAB_MODULES,
    "manager.conf": NO_MANAGER,
    "users.conf": null,
  };
}

/** Sets the one line that begins with `setting`; a file that lost it must not go unnoticed. */
function replaced(text: string, setting: string, value: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith(setting));
  if (at < 0) throw new Error(`Cannot make the lab's configuration: no line "${setting} …"`);
  lines[at] = `${setting} ${value}`;
  return lines.join("\n");
}

function change(
  files: Record<string, string>,
  name: string,
  by: (text: string) => string,
): void {
  const text = files[name];
  if (text === undefined) throw new Error(`Cannot make the lab's configuration: no ${name}`);
  files[name] = by(text);
}

/** Sections that the shipped files hold commented out: `;[parley-edge…]` and the lines below. */
const CLOSED_SECTION = /^;(\[parley-edge.*(?:\n;(?:[a-z_]+ = |#include ).*)+)/gm;

function openEdge(files: Record<string, string>, edge: EdgeWiring): void {
  const open = (text: string) =>
    text.replaceAll(CLOSED_SECTION, (_, section: string) => section.replaceAll("\n;", "\n"));
  change(files, "ari.conf", open);
  change(files, "websocket_client.conf", (text) =>
    open(text)
      .replaceAll(/^uri = .*events$/gm, `uri = ${edge.eventsUrl}`)
      .replaceAll(/^uri = .*media$/gm, `uri = ${edge.mediaUrl}`)
      .replaceAll(/^tls_enabled = yes$/gm, "tls_enabled = no"));
  change(files, "extensions.conf", (text) => replaced(text, "PARLEY_APP =", "ai-call-center-edge"));
}

function ariSecret({ username, password }: LabSecrets): string {
  return `[${username}]\ntype = user\nread_only = no\npassword_format = plain\n` +
    `password = ${password}\n`;
}

function phoneSecrets({ phones }: LabSecrets): string {
  return Object.entries(phones).map(([phone, password]) =>
    `[${phone}-login]\ntype = auth\nauth_type = digest\nusername = ${phone}\n` +
    `password = ${password}\n`
  ).join("\n");
}

/** Extensions that prove the lab's own caller. */
const LAB_EXTENSIONS = `
[from-lab]
exten => 9000,1,Goto(parley,9000,1)
; Sends back what it hears.
exten => 600,1,Answer()
 same => n,Echo()
; Speaks, and hangs up.
exten => 601,1,Answer()
 same => n,Playback(demo-congrats)
 same => n,Hangup()
; Rings until the caller gives up.
exten => 602,1,Ringing()
 same => n,Wait(60)
 same => n,Hangup()
; Nobody wants this call.
exten => 603,1,Hangup(17)
; Hears digits and says them.
exten => 604,1,Answer()
 same => n,Read(DIGITS,,3,,1,5)
 same => n,SayDigits(\${DIGITS})
 same => n,Hangup()
; A person, as a transfer reaches one.
exten => 605,1,Goto(human,s,1)
`;

/** The package's own listens on one port for everybody. */
const NO_MANAGER = "[general]\nenabled = no\n";

/** What the lab's extensions need beyond what is shipped. */
const LAB_MODULES = `
[modules](+)
load = app_echo.so
load = app_read.so
load = app_playtones.so
`;

/** Callers on 127.0.0.1 need no login and may be anybody; phones log in from 127.0.0.2. */
function labCallers(rtpTimeoutS: number): string {
  return `
[lab](softphone)
context = from-lab
aors = lab
trust_id_inbound = yes
rtp_timeout = ${rtpTimeoutS}
[lab]
type = aor
[lab]
type = identify
endpoint = lab
match = 127.0.0.1/32
`;
}
