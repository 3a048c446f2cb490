/** What Asterisk's description of itself leaves out or gets wrong, found in its releases and its code. */

/** First releases by operation, event, or "model.field" and "resource.parameter". */
export const SINCE: Readonly<Record<string, readonly string[]>> = {
  // The description says 20.17, 22.7 and 23.1, which don't have it.
  "events.claimChannel": ["20.20.0", "22.10.0", "23.4.0"],
  CallBroadcast: ["20.20.0", "22.10.0", "23.4.0"],
  CallClaimed: ["20.20.0", "22.10.0", "23.4.0"],
  ChannelTransfer: ["20.13.0", "21.8.0", "22.3.0", "23.0.0"],
  ChannelToneDetected: ["22.0.0"],
  ApplicationRegistered: ["20.15.0", "21.10.0", "22.5.0", "23.0.0"],
  ApplicationUnregistered: ["20.15.0", "21.10.0", "22.5.0", "23.0.0"],
  RESTRequest: ["20.14.0", "21.9.0", "22.4.0", "23.0.0"],
  RESTResponse: ["20.14.0", "21.9.0", "22.4.0", "23.0.0"],
  "ChannelDestroyed.tech_cause": ["20.17.0", "21.12.0", "22.7.0", "23.1.0"],
  "ChannelHangupRequest.tech_cause": ["20.17.0", "21.12.0", "22.7.0", "23.1.0"],
  "Bridge.bridgevars": ["20.20.0", "22.10.0", "23.4.0"],
  "bridges.variables": ["20.20.0", "22.10.0", "23.4.0"],
  "bridges.announcer_format": ["20.17.0", "21.12.0", "22.7.0", "23.1.0"],
  "bridges.recorder_format": ["20.17.0", "21.12.0", "22.7.0", "23.1.0"],
  "channels.report_events": ["20.20.0", "22.10.0", "23.4.0"],
  "channels.transport_data": ["20.18.0", "22.8.0", "23.2.0"],
};

/** Fields that the description promises and Asterisk leaves out, by "model.field". */
export const OPTIONAL: ReadonlySet<string> = new Set([
  // Only where res_stasis_device_state is loaded.
  "Application.device_names",
]);

/** Parameters that Asterisk refuses to do without, whatever their described default: "operation.parameter". */
export const REQUIRED: ReadonlySet<string> = new Set([
  "channels.mute.direction",
  "channels.unmute.direction",
]);

/** Types by "model.field" or "operation.parameter". */
export const CORRECTED_TYPES: Readonly<Record<string, string>> = {
  "Channel.channelvars": "Record[string]",
  "Bridge.bridgevars": "Record[string]",
  "Variables.variables": "Record[string]",
  "TextMessage.variables": "Record[string]",
  "Application.events_allowed": "List[EventType]",
  "Application.events_disallowed": "List[EventType]",
  // Of operations: what stands in the body. Variables are texts unless it says something else here.
  "asterisk.updateObject.fields": "List[ConfigTuple]",
  "applications.filter.filter": "EventFilter",
  "channels.setChannelVars.variables": "Record[SetVariable]",
  "bridges.setBridgeVars.variables": "Record[SetVariable]",
  "events.userEvent.variables": "object",
};

/** Values that a parameter takes, by "operation.parameter". */
export const CORRECTED_VALUES: Readonly<Record<string, readonly string[]>> = {
  // Since 20.19, 22.9 and 23.3; the description knows only the default.
  "channels.externalMedia.direction": ["both", "in", "out"],
  // Told only in Asterisk's code.
  "channels.transfer_progress.states": [
    "channel_progress",
    "channel_answered",
    "channel_unavailable",
    "channel_declined",
  ],
};
