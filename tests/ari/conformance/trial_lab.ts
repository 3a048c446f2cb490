/** An Asterisk with everything that can be tried, also what Parley doesn't load. */
import type { LabOptions } from "../../lab/asterisk.ts";

const MODULES = [
  "app_stasis_broadcast",
  "chan_bridge_media",
  "res_ari_device_states",
  "res_musiconhold",
  "res_pjsip_messaging",
  "res_pjsip_refer",
  "res_stasis_broadcast",
  "res_stasis_device_state",
];

/** As whom it dials the trial itself. */
export const OUTBOUND = { username: "asterisk", password: "let-me-in", app: "dialled" };

/** `ghost` is where its telephone listens, `port` where it opens its own socket of events. */
export function trialLab(ghost: string, port: number): LabOptions {
  const phone = `[ghost](softphone)\ncontext = from-lab\naors = ghost\n[ghost]\ntype = aor\n` +
    `contact = ${ghost}\nqualify_frequency = 1\nqualify_timeout = 0.5\n` +
    "[lab](+)\nallow_transfer = yes\n";
  return {
    append: {
      "modules.local.conf": `[modules](+)\n${
        MODULES.map((name) => `load = ${name}.so\n`).join("")
      }`,
      "sorcery.conf": "[res_pjsip]\nauth = config,pjsip.conf,criteria=type=auth\nauth = memory\n",
      "features.conf": "[general]\n[featuremap]\nblindxfer = #1\natxfer = *2\n",
      "musiconhold.conf": "[default]\nmode = files\ndirectory = sounds/en\n",
      "pjsip.local.conf": phone,
      "extensions.local.conf": EXTENSIONS,
      "ari.conf": `[dialled]\ntype = outbound_websocket\nwebsocket_client_id = dialled\n` +
        `apps = ${OUTBOUND.app}\nlocal_ari_user = parley\n`,
      "websocket_client.conf": `[dialled]\ntype = websocket_client\nprotocols = ari\n` +
        `uri = ws://127.0.0.1:${port}/ari\nconnection_type = persistent\n` +
        `username = ${OUTBOUND.username}\npassword = ${OUTBOUND.password}\n`,
    },
  };
}

const EXTENSIONS = `
[from-lab]
exten => 700,1,Stasis(hello)
 same => n,Hangup()
; A transfer by the telephone itself is the application's to carry out.
exten => 724,1,Set(PJSIP_TRANSFER_HANDLING()=ari-only)
 same => n,Stasis(hello)
 same => n,Hangup()
exten => 720,1,StasisBroadcast(3000,,,yes)
 same => n,Hangup()
; By keys, the caller can hand on whom they speak with.
exten => 723,1,Answer()
 same => n,Set(__TRANSFER_CONTEXT=from-lab)
 same => n,Dial(Local/722@from-lab/n,,T)
exten => 722,1,Answer()
 same => n,NoOp(tried)
 same => n,Wait(10)
`;
