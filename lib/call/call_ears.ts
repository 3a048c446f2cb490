/** One call's ears: words are the conversation's; what becomes of the ears is for ledger and log, too. */
import type { Undated } from "../core/conversation/state.ts";
import type { LiveCallParts } from "./live_call.ts";
import type { EarsEvent, EarsSession } from "./ports.ts";

export interface EarsListener {
  readonly tell: (event: Undated) => void;
  /** What hears in their place. */
  readonly fellBack: (to: string) => void;
}

/** Null where only the keypad can hear. */
export function openEars(parts: LiveCallParts, listener: EarsListener): EarsSession | null {
  const { ears, call, setting, leg, account } = parts;
  if (ears === null) return null;
  const options = {
    call: call.call,
    campaign: setting.campaign,
    encoding: leg.encoding,
    ...account && { account },
  };
  return ears.open(options, (event) => {
    if (event.type === "failed") parts.trouble("ears", event.reason);
    hear(event, listener);
  });
}

function hear(event: EarsEvent, { tell, fellBack }: EarsListener): void {
  switch (event.type) {
    case "fell_back":
      return fellBack(event.to);
    case "failed":
      fellBack("keypad");
      return tell({ type: "ears_failed" });
    case "restored":
      return tell({ type: "ears_restored" });
    default:
      return tell(event);
  }
}
