/** What plugins decide of a call before it begins, from what there is to choose. */
import type { CallInfo, CallPlugins, Choice, Voice } from "../call/ports.ts";
import type { Caller, Decide } from "../call/reception.ts";
import { readCallerNumber } from "../core/caller_number.ts";
import type { Campaign } from "../core/campaign.ts";
import type { CallId } from "../core/ids.ts";
import { logger } from "../observe/log.ts";

export interface Choosable {
  readonly campaign: Campaign;
  readonly campaigns?: () => readonly Campaign[];
  readonly voice: Voice;
  readonly voiceNamed?: (name: string) => Voice | null;
}

export function decisionsOf(options: Choosable, plugins: CallPlugins): Decide {
  const info = (caller: Caller, id: CallId) => infoOf(options.campaign, caller, id, Date.now());
  return {
    async refusal(caller, id) {
      const reason = await plugins.refusal(info(caller, id));
      if (reason !== null) logger("plugin").info("A plugin has refused a call", { call: id });
      return reason;
    },
    async choice(caller, id) {
      const choice = await plugins.choose(info(caller, id));
      const { campaign } = choice;
      if (campaign !== undefined && campaignOf(options, choice).id !== campaign) {
        logger("plugin").warn("A plugin chose a campaign that is not there", {
          call: id,
          campaign,
        });
      }
      return choice;
    },
  };
}

export function infoOf(
  campaign: Campaign,
  caller: Caller,
  id: CallId,
  startedAtMs: number,
): CallInfo {
  return {
    id,
    callerNumber: readCallerNumber(caller.number, campaign.country),
    dialled: caller.dialled,
    campaign: campaign.id,
    language: campaign.language,
    startedAtMs,
  };
}

/** A campaign by its id, else by its language; what there is none of leaves the usual one. */
export function campaignOf(options: Choosable, choice: Choice | null): Campaign {
  const { campaign, campaigns = () => [] } = options;
  const wanted = [
    (one: Campaign) => one.id === choice?.campaign,
    (one: Campaign) => one.language === choice?.language,
  ];
  return wanted.map((fits) => [campaign, ...campaigns()].find(fits)).find(Boolean) ?? campaign;
}

export function voiceOf({ voice, voiceNamed }: Choosable, choice: Choice | null): Voice {
  return (choice?.voice && voiceNamed?.(choice.voice)) || voice;
}
