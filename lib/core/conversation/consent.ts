/** What the law asks to be provable: that an AI was announced and heard, and what the caller agreed to. */
import type { Callback } from "../lead.ts";
import { MAX_SENTENCE_CHARS, MAX_SPOKEN_CHARS } from "../limits.ts";
import { spokenForm } from "../spoken/spoken_form.ts";
import type { Asked } from "../understand/heard.ts";
import { type Draft, record, set, type Spoken } from "./state.ts";

/** Told of what a mark proves to be heard; words whose mark is lost prove nothing. */
export function heardByMark(draft: Draft, heard: readonly Spoken[]): void {
  const { consents } = draft.state;
  const { id, version, lines } = draft.setting.campaign;
  if (consents.disclosed || !heard.some(({ text }) => text === spoken(draft, lines.disclosure))) {
    return;
  }
  set(draft, { consents: { ...consents, disclosed: true } });
  record(draft, {
    type: "disclosed",
    campaign: id,
    campaignVersion: version,
    text: lines.disclosure,
  });
}

/** A caller who has heard that all is written down, and speaks, agrees by that. */
export function spokeOn(draft: Draft): void {
  const { consents, turn } = draft.state;
  if (!consents.disclosed || consents.transcript) return;
  set(draft, { consents: { ...consents, transcript: true } });
  const wording = draft.setting.campaign.lines.disclosure;
  agree(draft, { about: "transcript", given: true, how: "spoke_on", wording, turn });
}

/**
 * Tells of a callback that was agreed to or refused, also where a yes was taken back in the same breath;
 * `asked`: what was asked before that.
 */
export function settleCallback(draft: Draft, asked: Asked): void {
  const { consents, known, turn } = draft.state;
  const callback = known.answers.callback?.value as Callback | undefined;
  const given = callback?.consent ?? (consents.callback ? false : null);
  if (given === null || given === consents.callback) return;
  set(draft, { consents: { ...consents, callback: given } });
  const wasAsked = asked.type === "callback";
  agree(draft, {
    about: "callback",
    given,
    how: wasAsked ? "asked" : "unasked",
    wording: wasAsked ? draft.setting.campaign.lines.askCallback : null,
    turn,
  });
}

type Agreed = Pick<
  Extract<Parameters<typeof record>[1], { type: "consent" }>,
  "about" | "given" | "how" | "wording" | "turn"
>;

function agree(draft: Draft, agreed: Agreed): void {
  const { id, version } = draft.setting.campaign;
  record(draft, { type: "consent", campaign: id, campaignVersion: version, ...agreed });
}

/** As `say` gives it to the voice. */
function spoken(draft: Draft, text: string): string {
  const { campaign } = draft.setting;
  return spokenForm(text.slice(0, MAX_SENTENCE_CHARS), campaign).slice(0, MAX_SPOKEN_CHARS);
}
