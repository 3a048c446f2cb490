/** The life of many calls as Asterisk 22.10 tells it: text by hand, since making it must cost nothing. */

export const EVENT_TYPES = [
  "StasisStart",
  "ChannelVarset",
  "ChannelDtmfReceived",
  "ChannelDestroyed",
] as const;

type EventType = typeof EVENT_TYPES[number];

/** Calls that are live at once: events of one follow each other that far apart. */
const LIVE = 100;
/** One call. */
const LIFE: readonly EventType[] = [
  "StasisStart",
  ..."123456".split("").map(() => "ChannelVarset" as const),
  ..."1234".split("").map(() => "ChannelDtmfReceived" as const),
  "ChannelDestroyed",
];
const FIELDS: Readonly<Record<EventType, string>> = {
  StasisStart: `"args":["inbound","9000"],`,
  ChannelVarset: `"variable":"RTPAUDIOQOSJITTER","value":"minrxjitter=000.000000;maxrxjitter=0",`,
  ChannelDtmfReceived: `"digit":"5","duration_ms":160,`,
  ChannelDestroyed: `"cause":16,"cause_txt":"Normal Clearing",`,
};

/** Number `index` of a stream. `stamp` comes back in the channel's account code. */
export function eventText(index: number, stamp: string): string {
  const life = Math.floor(index / LIVE);
  const type = LIFE[life % LIFE.length]!;
  const call = Math.floor(life / LIFE.length) * LIVE + index % LIVE;
  return `{"type":"${type}","timestamp":"2026-01-01T00:00:00.000+0000",${FIELDS[type]}` +
    `"channel":{"id":"1767225600.${call}","name":"PJSIP/trunk-${call}","state":"Up",` +
    `"protocol_id":"3f6b1c2e-${call}@203.0.113.7","caller":{"name":"Anna","number":"+12025550123"},` +
    `"connected":{"name":"","number":""},"accountcode":"${stamp}","dialplan":{"context":"from-trunk",` +
    `"exten":"9000","priority":4,"app_name":"Stasis","app_data":"bench,inbound,9000"},` +
    `"creationtime":"2026-01-01T00:00:00.000+0000","language":"en"},` +
    `"asterisk_id":"02:42:ac:11:00:02","application":"bench"}`;
}

/** Milliseconds that two processes of one machine agree on. */
export function clockMs(): number {
  return performance.timeOrigin + performance.now();
}
