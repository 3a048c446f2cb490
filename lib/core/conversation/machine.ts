/** When the caller is no person: a fax, a busy tone, music on hold, an answering machine, another bot. */
import type { LineSound } from "../machine.ts";
import { machineSigns, plain } from "../understand/machines.ts";
import { beginClosing, end } from "./closing.ts";
import { isLastWords } from "./phases.ts";
import { type CallerTurn, type CallState, type Draft, set } from "./state.ts";

/** A person says the same long sentence three times at the most. */
const TIMES_MAX = 4;
const REPEATED_WORDS_MIN = 4;
const COMPARED_CHARS = 300;
const PHRASES_MAX = 2;
/** A radio in the room falls silent, or its owner says something, within half a minute. */
const MUSIC_MAX = 3;

/** Ends the call where a turn leaves no doubt that a machine speaks; true where it did. */
export function endsForMachine(draft: Draft, { text }: CallerTurn): boolean {
  const { machine, agent } = draft.state;
  if (text === "" || isLastWords(agent)) return false;
  const found = machineSigns(text, draft.setting.campaign.language);
  const phrases = [...new Set([...machine.phrases, ...found])];
  const said = plain(text.slice(0, COMPARED_CHARS));
  const isLong = said.split(" ").length >= REPEATED_WORDS_MIN;
  const times = isLong && said === machine.said ? machine.times + 1 : 1;
  set(draft, { machine: { phrases, said, times, music: 0 } });
  if (phrases.length < PHRASES_MAX && times < TIMES_MAX) return false;
  beginClosing(draft, "machine");
  return true;
}

/** Takes what the line itself tells. */
export function hearLine(draft: Draft, sound: LineSound): void {
  if (isOver(draft.state)) return;
  if (sound !== "music") return endAtOnce(draft, sound === "fax" ? "fax" : "no_caller");
  const music = draft.state.machine.music + 1;
  set(draft, { machine: { ...draft.state.machine, music } });
  if (music >= MUSIC_MAX) endAtOnce(draft, "hold_music");
}

/** Nobody is there who could hear a goodbye. */
function endAtOnce(draft: Draft, reason: string): void {
  draft.effects.push({ type: "hang_up" });
  end(draft, "agent", reason);
}

function isOver({ agent: { phase } }: CallState): boolean {
  return ["away", "saving", "closing", "putting_through", "ended"].includes(phase);
}
