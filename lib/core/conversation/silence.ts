/** The ladder of a caller's silence: asked after 6 s, asked again after 12 s, let go after 20 s. */
import { beginClosing } from "./closing.ts";
import { askAgain } from "./replying.ts";
import { say, SILENCE_MS } from "./speaking.ts";
import { type Draft, set } from "./state.ts";

/** Prompts to a silent caller before the call is closed. */
export const SILENCES_MAX = 2;
/** After the last prompt there is more time: whoever comes back to the phone should find us there. */
export const LAST_SILENCE_MS = 8_000;

/** It is the caller's turn, and nothing comes. Only silence counts, not what we say meanwhile. */
export function silent(draft: Draft, words = draft.setting.campaign.lines.stillThere): void {
  const silences = draft.state.silences + 1;
  set(draft, { silences });
  if (silences > SILENCES_MAX) return beginClosing(draft, "silence");
  say(draft, words);
  askAgain(draft);
  if (silences === SILENCES_MAX) waitLonger(draft);
}

function waitLonger(draft: Draft): void {
  const { agent } = draft.state;
  if (agent.phase !== "speaking") return;
  const patienceMs = agent.patienceMs * LAST_SILENCE_MS / SILENCE_MS; // a typed call waits for hours
  set(draft, { agent: { ...agent, patienceMs } });
}
