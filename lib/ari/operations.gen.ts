/** Every operation: what it takes, where that goes, what it answers. Made by generate.ts from Asterisk 22.10.1's description of itself. */

import type {
  Application,
  AsteriskInfo,
  AsteriskPing,
  Bridge,
  Channel,
  ConfigTuple,
  DeviceState,
  Endpoint,
  EventFilter,
  LiveRecording,
  LogChannel,
  Mailbox,
  Module,
  Playback,
  RTPstat,
  SetVariable,
  Sound,
  StoredRecording,
  Variable,
  Variables,
} from "./models.gen.ts";
import type { OperationEntry } from "./operation.ts";

/** Release whose operations these are. */
export const DESCRIBED_VERSION = "22.10.1";

/** Parameters by operation. */
export interface OperationParams {
  "applications.list": Record<never, never>;
  "applications.get": {
    readonly applicationName: string;
  };
  "applications.subscribe": {
    readonly applicationName: string;
    readonly eventSource: string | readonly string[];
  };
  "applications.unsubscribe": {
    readonly applicationName: string;
    readonly eventSource: string | readonly string[];
  };
  "applications.filter": {
    readonly applicationName: string;
    readonly filter?: undefined | EventFilter;
  };
  "asterisk.getObject": {
    readonly configClass: string;
    readonly objectType: string;
    readonly id: string;
  };
  "asterisk.updateObject": {
    readonly configClass: string;
    readonly objectType: string;
    readonly id: string;
    readonly fields?: undefined | readonly ConfigTuple[];
  };
  "asterisk.deleteObject": {
    readonly configClass: string;
    readonly objectType: string;
    readonly id: string;
  };
  "asterisk.getInfo": {
    readonly only?:
      | undefined
      | "build"
      | "system"
      | "config"
      | "status"
      | readonly ("build" | "system" | "config" | "status")[];
  };
  "asterisk.ping": Record<never, never>;
  "asterisk.listModules": Record<never, never>;
  "asterisk.getModule": {
    readonly moduleName: string;
  };
  "asterisk.loadModule": {
    readonly moduleName: string;
  };
  "asterisk.unloadModule": {
    readonly moduleName: string;
  };
  "asterisk.reloadModule": {
    readonly moduleName: string;
  };
  "asterisk.listLogChannels": Record<never, never>;
  "asterisk.addLog": {
    readonly logChannelName: string;
    readonly configuration: string;
  };
  "asterisk.deleteLog": {
    readonly logChannelName: string;
  };
  "asterisk.rotateLog": {
    readonly logChannelName: string;
  };
  "asterisk.getGlobalVar": {
    readonly variable: string;
  };
  "asterisk.setGlobalVar": {
    readonly variable: string;
    readonly value?: undefined | string;
  };
  "bridges.list": Record<never, never>;
  "bridges.create": {
    readonly type?: undefined | string;
    readonly bridgeId?: undefined | string;
    readonly name?: undefined | string;
    /** Since 20.20.0, 22.10.0, 23.4.0. */
    readonly variables?: undefined | Readonly<Record<string, string>>;
  };
  "bridges.createWithId": {
    readonly type?: undefined | string;
    readonly bridgeId: string;
    readonly name?: undefined | string;
    /** Since 20.20.0, 22.10.0, 23.4.0. */
    readonly variables?: undefined | Readonly<Record<string, string>>;
  };
  "bridges.get": {
    readonly bridgeId: string;
  };
  "bridges.destroy": {
    readonly bridgeId: string;
  };
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  "bridges.getBridgeVar": {
    readonly bridgeId: string;
    readonly variable: string;
  };
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  "bridges.setBridgeVar": {
    readonly bridgeId: string;
    readonly variable: string;
    readonly value?: undefined | string;
    readonly report_events?: undefined | boolean;
  };
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  "bridges.getBridgeVars": {
    readonly bridgeId: string;
    /** Since 20.20.0, 22.10.0, 23.4.0. */
    readonly variables: string | readonly string[];
  };
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  "bridges.setBridgeVars": {
    readonly bridgeId: string;
    /** Since 20.20.0, 22.10.0, 23.4.0. */
    readonly variables: Readonly<Record<string, SetVariable>>;
  };
  "bridges.addChannel": {
    readonly bridgeId: string;
    readonly channel: string | readonly string[];
    readonly role?: undefined | string;
    readonly absorbDTMF?: undefined | boolean;
    readonly mute?: undefined | boolean;
    readonly inhibitConnectedLineUpdates?: undefined | boolean;
  };
  "bridges.removeChannel": {
    readonly bridgeId: string;
    readonly channel: string | readonly string[];
  };
  "bridges.setVideoSource": {
    readonly bridgeId: string;
    readonly channelId: string;
  };
  "bridges.clearVideoSource": {
    readonly bridgeId: string;
  };
  "bridges.startMoh": {
    readonly bridgeId: string;
    readonly mohClass?: undefined | string;
  };
  "bridges.stopMoh": {
    readonly bridgeId: string;
  };
  "bridges.play": {
    readonly bridgeId: string;
    readonly media: string | readonly string[];
    /** Since 20.17.0, 21.12.0, 22.7.0, 23.1.0. */
    readonly announcer_format?: undefined | string;
    readonly lang?: undefined | string;
    readonly offsetms?: undefined | number;
    readonly skipms?: undefined | number;
    readonly playbackId?: undefined | string;
  };
  "bridges.playWithId": {
    readonly bridgeId: string;
    readonly playbackId: string;
    readonly media: string | readonly string[];
    /** Since 20.17.0, 21.12.0, 22.7.0, 23.1.0. */
    readonly announcer_format?: undefined | string;
    readonly lang?: undefined | string;
    readonly offsetms?: undefined | number;
    readonly skipms?: undefined | number;
  };
  "bridges.record": {
    readonly bridgeId: string;
    readonly name: string;
    readonly format: string;
    /** Since 20.17.0, 21.12.0, 22.7.0, 23.1.0. */
    readonly recorder_format?: undefined | string;
    readonly maxDurationSeconds?: undefined | number;
    readonly maxSilenceSeconds?: undefined | number;
    readonly ifExists?: undefined | "fail" | "overwrite" | "append";
    readonly beep?: undefined | boolean;
    readonly terminateOn?: undefined | "none" | "any" | "*" | "#";
  };
  "channels.list": Record<never, never>;
  "channels.originate": {
    readonly endpoint: string;
    readonly extension?: undefined | string;
    readonly context?: undefined | string;
    readonly priority?: undefined | number;
    readonly label?: undefined | string;
    readonly app?: undefined | string;
    readonly appArgs?: undefined | string;
    readonly callerId?: undefined | string;
    readonly timeout?: undefined | number;
    readonly variables?: undefined | Readonly<Record<string, string>>;
    readonly channelId?: undefined | string;
    readonly otherChannelId?: undefined | string;
    readonly originator?: undefined | string;
    readonly formats?: undefined | string;
  };
  "channels.create": {
    readonly endpoint: string;
    readonly app: string;
    readonly appArgs?: undefined | string;
    readonly channelId?: undefined | string;
    readonly otherChannelId?: undefined | string;
    readonly originator?: undefined | string;
    readonly formats?: undefined | string;
    readonly variables?: undefined | Readonly<Record<string, string>>;
  };
  "channels.get": {
    readonly channelId: string;
  };
  "channels.originateWithId": {
    readonly channelId: string;
    readonly endpoint: string;
    readonly extension?: undefined | string;
    readonly context?: undefined | string;
    readonly priority?: undefined | number;
    readonly label?: undefined | string;
    readonly app?: undefined | string;
    readonly appArgs?: undefined | string;
    readonly callerId?: undefined | string;
    readonly timeout?: undefined | number;
    readonly variables?: undefined | Readonly<Record<string, string>>;
    readonly otherChannelId?: undefined | string;
    readonly originator?: undefined | string;
    readonly formats?: undefined | string;
  };
  "channels.hangup": {
    readonly channelId: string;
    readonly reason_code?: undefined | string;
    readonly reason?:
      | undefined
      | "normal"
      | "busy"
      | "congestion"
      | "no_answer"
      | "timeout"
      | "rejected"
      | "unallocated"
      | "normal_unspecified"
      | "number_incomplete"
      | "codec_mismatch"
      | "interworking"
      | "failure"
      | "answered_elsewhere";
  };
  "channels.continueInDialplan": {
    readonly channelId: string;
    readonly context?: undefined | string;
    readonly extension?: undefined | string;
    readonly priority?: undefined | number;
    readonly label?: undefined | string;
  };
  "channels.move": {
    readonly channelId: string;
    readonly app: string;
    readonly appArgs?: undefined | string;
  };
  "channels.redirect": {
    readonly channelId: string;
    readonly endpoint: string;
  };
  "channels.answer": {
    readonly channelId: string;
  };
  "channels.ring": {
    readonly channelId: string;
  };
  "channels.ringStop": {
    readonly channelId: string;
  };
  /** Since 20.16.0, 21.11.0, 22.6.0. */
  "channels.progress": {
    readonly channelId: string;
  };
  "channels.sendDTMF": {
    readonly channelId: string;
    readonly dtmf?: undefined | string;
    readonly before?: undefined | number;
    readonly between?: undefined | number;
    readonly duration?: undefined | number;
    readonly after?: undefined | number;
  };
  "channels.mute": {
    readonly channelId: string;
    readonly direction: "both" | "in" | "out";
  };
  "channels.unmute": {
    readonly channelId: string;
    readonly direction: "both" | "in" | "out";
  };
  "channels.hold": {
    readonly channelId: string;
  };
  "channels.unhold": {
    readonly channelId: string;
  };
  "channels.startMoh": {
    readonly channelId: string;
    readonly mohClass?: undefined | string;
  };
  "channels.stopMoh": {
    readonly channelId: string;
  };
  "channels.startSilence": {
    readonly channelId: string;
  };
  "channels.stopSilence": {
    readonly channelId: string;
  };
  "channels.play": {
    readonly channelId: string;
    readonly media: string | readonly string[];
    readonly lang?: undefined | string;
    readonly offsetms?: undefined | number;
    readonly skipms?: undefined | number;
    readonly playbackId?: undefined | string;
  };
  "channels.playWithId": {
    readonly channelId: string;
    readonly playbackId: string;
    readonly media: string | readonly string[];
    readonly lang?: undefined | string;
    readonly offsetms?: undefined | number;
    readonly skipms?: undefined | number;
  };
  "channels.record": {
    readonly channelId: string;
    readonly name: string;
    readonly format: string;
    readonly maxDurationSeconds?: undefined | number;
    readonly maxSilenceSeconds?: undefined | number;
    readonly ifExists?: undefined | "fail" | "overwrite" | "append";
    readonly beep?: undefined | boolean;
    readonly terminateOn?: undefined | "none" | "any" | "*" | "#";
  };
  "channels.getChannelVar": {
    readonly channelId: string;
    readonly variable: string;
  };
  "channels.setChannelVar": {
    readonly channelId: string;
    readonly variable: string;
    readonly value?: undefined | string;
    /** Since 20.20.0, 22.10.0, 23.4.0. */
    readonly report_events?: undefined | boolean;
  };
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  "channels.getChannelVars": {
    readonly channelId: string;
    readonly variables: string | readonly string[];
  };
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  "channels.setChannelVars": {
    readonly channelId: string;
    readonly variables: Readonly<Record<string, SetVariable>>;
  };
  "channels.snoopChannel": {
    readonly channelId: string;
    readonly spy?: undefined | "none" | "both" | "out" | "in";
    readonly whisper?: undefined | "none" | "both" | "out" | "in";
    readonly app: string;
    readonly appArgs?: undefined | string;
    readonly snoopId?: undefined | string;
  };
  "channels.snoopChannelWithId": {
    readonly channelId: string;
    readonly snoopId: string;
    readonly spy?: undefined | "none" | "both" | "out" | "in";
    readonly whisper?: undefined | "none" | "both" | "out" | "in";
    readonly app: string;
    readonly appArgs?: undefined | string;
  };
  "channels.dial": {
    readonly channelId: string;
    readonly caller?: undefined | string;
    readonly timeout?: undefined | number;
  };
  "channels.rtpstatistics": {
    readonly channelId: string;
  };
  "channels.externalMedia": {
    readonly channelId?: undefined | string;
    readonly app: string;
    readonly variables?: undefined | Readonly<Record<string, string>>;
    readonly external_host?: undefined | string;
    readonly encapsulation?: undefined | "rtp" | "audiosocket" | "none";
    readonly transport?: undefined | "udp" | "tcp" | "websocket";
    readonly connection_type?: undefined | "client" | "server";
    readonly format: string;
    readonly direction?: undefined | "both" | "in" | "out";
    readonly data?: undefined | string;
    /** Since 20.18.0, 22.8.0, 23.2.0. */
    readonly transport_data?: undefined | string;
  };
  /** Since 20.13.0, 21.8.0, 22.3.0. */
  "channels.transfer_progress": {
    readonly channelId: string;
    readonly states:
      | "channel_progress"
      | "channel_answered"
      | "channel_unavailable"
      | "channel_declined";
  };
  "deviceStates.list": Record<never, never>;
  "deviceStates.get": {
    readonly deviceName: string;
  };
  "deviceStates.update": {
    readonly deviceName: string;
    readonly deviceState:
      | "NOT_INUSE"
      | "INUSE"
      | "BUSY"
      | "INVALID"
      | "UNAVAILABLE"
      | "RINGING"
      | "RINGINUSE"
      | "ONHOLD";
  };
  "deviceStates.delete": {
    readonly deviceName: string;
  };
  "endpoints.list": Record<never, never>;
  "endpoints.sendMessage": {
    readonly to: string;
    readonly from: string;
    readonly body?: undefined | string;
    readonly variables?: undefined | Readonly<Record<string, string>>;
  };
  /** Since 20.5.0. */
  "endpoints.refer": {
    readonly to: string;
    readonly from: string;
    readonly refer_to: string;
    readonly to_self?: undefined | boolean;
    readonly variables?: undefined | Readonly<Record<string, string>>;
  };
  "endpoints.listByTech": {
    readonly tech: string;
  };
  "endpoints.get": {
    readonly tech: string;
    readonly resource: string;
  };
  "endpoints.sendMessageToEndpoint": {
    readonly tech: string;
    readonly resource: string;
    readonly from: string;
    readonly body?: undefined | string;
    readonly variables?: undefined | Readonly<Record<string, string>>;
  };
  /** Since 20.5.0. */
  "endpoints.referToEndpoint": {
    readonly tech: string;
    readonly resource: string;
    readonly from: string;
    readonly refer_to: string;
    readonly to_self?: undefined | boolean;
    readonly variables?: undefined | Readonly<Record<string, string>>;
  };
  "events.eventWebsocket": {
    readonly app: string | readonly string[];
    readonly subscribeAll?: undefined | boolean;
  };
  "events.userEvent": {
    readonly eventName: string;
    readonly application: string;
    readonly source?: undefined | string | readonly string[];
    readonly variables?: undefined | Readonly<Record<string, unknown>>;
  };
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  "events.claimChannel": {
    readonly channelId: string;
    readonly application: string;
  };
  "mailboxes.list": Record<never, never>;
  "mailboxes.get": {
    readonly mailboxName: string;
  };
  "mailboxes.update": {
    readonly mailboxName: string;
    readonly oldMessages: number;
    readonly newMessages: number;
  };
  "mailboxes.delete": {
    readonly mailboxName: string;
  };
  "playbacks.get": {
    readonly playbackId: string;
  };
  "playbacks.stop": {
    readonly playbackId: string;
  };
  "playbacks.control": {
    readonly playbackId: string;
    readonly operation: "restart" | "pause" | "unpause" | "reverse" | "forward";
  };
  "recordings.listStored": Record<never, never>;
  "recordings.getStored": {
    readonly recordingName: string;
  };
  "recordings.deleteStored": {
    readonly recordingName: string;
  };
  "recordings.getStoredFile": {
    readonly recordingName: string;
  };
  "recordings.copyStored": {
    readonly recordingName: string;
    readonly destinationRecordingName: string;
  };
  "recordings.getLive": {
    readonly recordingName: string;
  };
  "recordings.cancel": {
    readonly recordingName: string;
  };
  "recordings.stop": {
    readonly recordingName: string;
  };
  "recordings.pause": {
    readonly recordingName: string;
  };
  "recordings.unpause": {
    readonly recordingName: string;
  };
  "recordings.mute": {
    readonly recordingName: string;
  };
  "recordings.unmute": {
    readonly recordingName: string;
  };
  "sounds.list": {
    readonly lang?: undefined | string;
    readonly format?: undefined | string;
  };
  "sounds.get": {
    readonly soundId: string;
  };
}

/** Answers by operation. */
export interface OperationResults {
  "applications.list": readonly Application[];
  "applications.get": Application;
  "applications.subscribe": Application;
  "applications.unsubscribe": Application;
  "applications.filter": Application;
  "asterisk.getObject": readonly ConfigTuple[];
  "asterisk.updateObject": readonly ConfigTuple[];
  "asterisk.deleteObject": void;
  "asterisk.getInfo": AsteriskInfo;
  "asterisk.ping": AsteriskPing;
  "asterisk.listModules": readonly Module[];
  "asterisk.getModule": Module;
  "asterisk.loadModule": void;
  "asterisk.unloadModule": void;
  "asterisk.reloadModule": void;
  "asterisk.listLogChannels": readonly LogChannel[];
  "asterisk.addLog": void;
  "asterisk.deleteLog": void;
  "asterisk.rotateLog": void;
  "asterisk.getGlobalVar": Variable;
  "asterisk.setGlobalVar": void;
  "bridges.list": readonly Bridge[];
  "bridges.create": Bridge;
  "bridges.createWithId": Bridge;
  "bridges.get": Bridge;
  "bridges.destroy": void;
  "bridges.getBridgeVar": Variable;
  "bridges.setBridgeVar": void;
  "bridges.getBridgeVars": Variables;
  "bridges.setBridgeVars": void;
  "bridges.addChannel": void;
  "bridges.removeChannel": void;
  "bridges.setVideoSource": void;
  "bridges.clearVideoSource": void;
  "bridges.startMoh": void;
  "bridges.stopMoh": void;
  "bridges.play": Playback;
  "bridges.playWithId": Playback;
  "bridges.record": LiveRecording;
  "channels.list": readonly Channel[];
  "channels.originate": Channel;
  "channels.create": Channel;
  "channels.get": Channel;
  "channels.originateWithId": Channel;
  "channels.hangup": void;
  "channels.continueInDialplan": void;
  "channels.move": void;
  "channels.redirect": void;
  "channels.answer": void;
  "channels.ring": void;
  "channels.ringStop": void;
  "channels.progress": void;
  "channels.sendDTMF": void;
  "channels.mute": void;
  "channels.unmute": void;
  "channels.hold": void;
  "channels.unhold": void;
  "channels.startMoh": void;
  "channels.stopMoh": void;
  "channels.startSilence": void;
  "channels.stopSilence": void;
  "channels.play": Playback;
  "channels.playWithId": Playback;
  "channels.record": LiveRecording;
  "channels.getChannelVar": Variable;
  "channels.setChannelVar": void;
  "channels.getChannelVars": Variables;
  "channels.setChannelVars": void;
  "channels.snoopChannel": Channel;
  "channels.snoopChannelWithId": Channel;
  "channels.dial": void;
  "channels.rtpstatistics": RTPstat;
  "channels.externalMedia": Channel;
  "channels.transfer_progress": void;
  "deviceStates.list": readonly DeviceState[];
  "deviceStates.get": DeviceState;
  "deviceStates.update": void;
  "deviceStates.delete": void;
  "endpoints.list": readonly Endpoint[];
  "endpoints.sendMessage": void;
  "endpoints.refer": void;
  "endpoints.listByTech": readonly Endpoint[];
  "endpoints.get": Endpoint;
  "endpoints.sendMessageToEndpoint": void;
  "endpoints.referToEndpoint": void;
  "events.eventWebsocket": void;
  "events.userEvent": void;
  "events.claimChannel": void;
  "mailboxes.list": readonly Mailbox[];
  "mailboxes.get": Mailbox;
  "mailboxes.update": void;
  "mailboxes.delete": void;
  "playbacks.get": Playback;
  "playbacks.stop": void;
  "playbacks.control": void;
  "recordings.listStored": readonly StoredRecording[];
  "recordings.getStored": StoredRecording;
  "recordings.deleteStored": void;
  "recordings.getStoredFile": Uint8Array<ArrayBuffer>;
  "recordings.copyStored": StoredRecording;
  "recordings.getLive": LiveRecording;
  "recordings.cancel": void;
  "recordings.stop": void;
  "recordings.pause": void;
  "recordings.unpause": void;
  "recordings.mute": void;
  "recordings.unmute": void;
  "sounds.list": readonly Sound[];
  "sounds.get": Sound;
}

export const OPERATIONS: { readonly [Name in keyof OperationParams]: OperationEntry } = {
  "applications.list": {
    "method": "GET",
    "path": "applications",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[Application]",
    "errors": [],
    "since": ["13.0.0"],
  },
  "applications.get": {
    "method": "GET",
    "path": "applications/{applicationName}",
    "query": {},
    "body": null,
    "required": ["applicationName"],
    "result": "Application",
    "errors": [404],
    "since": ["13.0.0"],
  },
  "applications.subscribe": {
    "method": "POST",
    "path": "applications/{applicationName}/subscription",
    "query": { "eventSource": "list" },
    "body": null,
    "required": ["applicationName", "eventSource"],
    "result": "Application",
    "errors": [400, 404, 422],
    "since": ["13.0.0"],
  },
  "applications.unsubscribe": {
    "method": "DELETE",
    "path": "applications/{applicationName}/subscription",
    "query": { "eventSource": "list" },
    "body": null,
    "required": ["applicationName", "eventSource"],
    "result": "Application",
    "errors": [400, 404, 409, 422],
    "since": ["13.0.0"],
  },
  "applications.filter": {
    "method": "PUT",
    "path": "applications/{applicationName}/eventFilter",
    "query": {},
    "body": "filter",
    "required": ["applicationName"],
    "result": "Application",
    "errors": [400, 404],
    "since": ["13.26.0", "16.3.0"],
  },
  "asterisk.getObject": {
    "method": "GET",
    "path": "asterisk/config/dynamic/{configClass}/{objectType}/{id}",
    "query": {},
    "body": null,
    "required": ["configClass", "objectType", "id"],
    "result": "List[ConfigTuple]",
    "errors": [404],
    "since": ["13.5.0"],
  },
  "asterisk.updateObject": {
    "method": "PUT",
    "path": "asterisk/config/dynamic/{configClass}/{objectType}/{id}",
    "query": {},
    "body": "fields",
    "required": ["configClass", "objectType", "id"],
    "result": "List[ConfigTuple]",
    "errors": [400, 403, 404],
    "since": ["13.5.0"],
  },
  "asterisk.deleteObject": {
    "method": "DELETE",
    "path": "asterisk/config/dynamic/{configClass}/{objectType}/{id}",
    "query": {},
    "body": null,
    "required": ["configClass", "objectType", "id"],
    "result": "void",
    "errors": [403, 404],
    "since": ["13.5.0"],
  },
  "asterisk.getInfo": {
    "method": "GET",
    "path": "asterisk/info",
    "query": { "only": "list" },
    "body": null,
    "required": [],
    "result": "AsteriskInfo",
    "errors": [],
    "since": ["12.0.0"],
  },
  "asterisk.ping": {
    "method": "GET",
    "path": "asterisk/ping",
    "query": {},
    "body": null,
    "required": [],
    "result": "AsteriskPing",
    "errors": [],
    "since": ["13.25.0", "16.2.0"],
  },
  "asterisk.listModules": {
    "method": "GET",
    "path": "asterisk/modules",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[Module]",
    "errors": [],
    "since": ["13.5.0"],
  },
  "asterisk.getModule": {
    "method": "GET",
    "path": "asterisk/modules/{moduleName}",
    "query": {},
    "body": null,
    "required": ["moduleName"],
    "result": "Module",
    "errors": [404, 409],
    "since": ["13.5.0"],
  },
  "asterisk.loadModule": {
    "method": "POST",
    "path": "asterisk/modules/{moduleName}",
    "query": {},
    "body": null,
    "required": ["moduleName"],
    "result": "void",
    "errors": [409],
    "since": ["13.5.0"],
  },
  "asterisk.unloadModule": {
    "method": "DELETE",
    "path": "asterisk/modules/{moduleName}",
    "query": {},
    "body": null,
    "required": ["moduleName"],
    "result": "void",
    "errors": [404, 409],
    "since": ["13.5.0"],
  },
  "asterisk.reloadModule": {
    "method": "PUT",
    "path": "asterisk/modules/{moduleName}",
    "query": {},
    "body": null,
    "required": ["moduleName"],
    "result": "void",
    "errors": [404, 409],
    "since": ["13.5.0"],
  },
  "asterisk.listLogChannels": {
    "method": "GET",
    "path": "asterisk/logging",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[LogChannel]",
    "errors": [],
    "since": ["13.6.0"],
  },
  "asterisk.addLog": {
    "method": "POST",
    "path": "asterisk/logging/{logChannelName}",
    "query": { "configuration": "string" },
    "body": null,
    "required": ["logChannelName", "configuration"],
    "result": "void",
    "errors": [400, 409],
    "since": ["13.6.0"],
  },
  "asterisk.deleteLog": {
    "method": "DELETE",
    "path": "asterisk/logging/{logChannelName}",
    "query": {},
    "body": null,
    "required": ["logChannelName"],
    "result": "void",
    "errors": [404],
    "since": ["13.6.0"],
  },
  "asterisk.rotateLog": {
    "method": "PUT",
    "path": "asterisk/logging/{logChannelName}/rotate",
    "query": {},
    "body": null,
    "required": ["logChannelName"],
    "result": "void",
    "errors": [404],
    "since": ["13.6.0"],
  },
  "asterisk.getGlobalVar": {
    "method": "GET",
    "path": "asterisk/variable",
    "query": { "variable": "string" },
    "body": null,
    "required": ["variable"],
    "result": "Variable",
    "errors": [400],
    "since": ["12.0.0"],
  },
  "asterisk.setGlobalVar": {
    "method": "POST",
    "path": "asterisk/variable",
    "query": { "variable": "string", "value": "string" },
    "body": null,
    "required": ["variable"],
    "result": "void",
    "errors": [400],
    "since": ["12.0.0"],
  },
  "bridges.list": {
    "method": "GET",
    "path": "bridges",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[Bridge]",
    "errors": [],
    "since": ["12.0.0"],
  },
  "bridges.create": {
    "method": "POST",
    "path": "bridges",
    "query": { "type": "string", "bridgeId": "string", "name": "string" },
    "body": "variables",
    "required": [],
    "result": "Bridge",
    "errors": [409],
    "since": ["12.0.0"],
  },
  "bridges.createWithId": {
    "method": "POST",
    "path": "bridges/{bridgeId}",
    "query": { "type": "string", "name": "string" },
    "body": "variables",
    "required": ["bridgeId"],
    "result": "Bridge",
    "errors": [409],
    "since": ["12.2.0"],
  },
  "bridges.get": {
    "method": "GET",
    "path": "bridges/{bridgeId}",
    "query": {},
    "body": null,
    "required": ["bridgeId"],
    "result": "Bridge",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "bridges.destroy": {
    "method": "DELETE",
    "path": "bridges/{bridgeId}",
    "query": {},
    "body": null,
    "required": ["bridgeId"],
    "result": "void",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "bridges.getBridgeVar": {
    "method": "GET",
    "path": "bridges/{bridgeId}/variable",
    "query": { "variable": "string" },
    "body": null,
    "required": ["bridgeId", "variable"],
    "result": "Variable",
    "errors": [400, 404, 409],
    "since": ["20.20.0", "22.10.0", "23.4.0"],
  },
  "bridges.setBridgeVar": {
    "method": "POST",
    "path": "bridges/{bridgeId}/variable",
    "query": { "variable": "string", "value": "string", "report_events": "boolean" },
    "body": null,
    "required": ["bridgeId", "variable"],
    "result": "void",
    "errors": [400, 404, 409],
    "since": ["20.20.0", "22.10.0", "23.4.0"],
  },
  "bridges.getBridgeVars": {
    "method": "GET",
    "path": "bridges/{bridgeId}/variables",
    "query": { "variables": "list" },
    "body": null,
    "required": ["bridgeId", "variables"],
    "result": "Variables",
    "errors": [400, 404, 409],
    "since": ["20.20.0", "22.10.0", "23.4.0"],
  },
  "bridges.setBridgeVars": {
    "method": "POST",
    "path": "bridges/{bridgeId}/variables",
    "query": {},
    "body": "variables",
    "required": ["bridgeId", "variables"],
    "result": "void",
    "errors": [400, 404, 409],
    "since": ["20.20.0", "22.10.0", "23.4.0"],
  },
  "bridges.addChannel": {
    "method": "POST",
    "path": "bridges/{bridgeId}/addChannel",
    "query": {
      "channel": "list",
      "role": "string",
      "absorbDTMF": "boolean",
      "mute": "boolean",
      "inhibitConnectedLineUpdates": "boolean",
    },
    "body": null,
    "required": ["bridgeId", "channel"],
    "result": "void",
    "errors": [400, 404, 409, 422],
    "since": ["12.0.0"],
  },
  "bridges.removeChannel": {
    "method": "POST",
    "path": "bridges/{bridgeId}/removeChannel",
    "query": { "channel": "list" },
    "body": null,
    "required": ["bridgeId", "channel"],
    "result": "void",
    "errors": [400, 404, 409, 422],
    "since": ["12.0.0"],
  },
  "bridges.setVideoSource": {
    "method": "POST",
    "path": "bridges/{bridgeId}/videoSource/{channelId}",
    "query": {},
    "body": null,
    "required": ["bridgeId", "channelId"],
    "result": "void",
    "errors": [404, 409, 422],
    "since": ["13.13.0", "14.2.0"],
  },
  "bridges.clearVideoSource": {
    "method": "DELETE",
    "path": "bridges/{bridgeId}/videoSource",
    "query": {},
    "body": null,
    "required": ["bridgeId"],
    "result": "void",
    "errors": [404],
    "since": ["13.13.0", "14.2.0"],
  },
  "bridges.startMoh": {
    "method": "POST",
    "path": "bridges/{bridgeId}/moh",
    "query": { "mohClass": "string" },
    "body": null,
    "required": ["bridgeId"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "bridges.stopMoh": {
    "method": "DELETE",
    "path": "bridges/{bridgeId}/moh",
    "query": {},
    "body": null,
    "required": ["bridgeId"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "bridges.play": {
    "method": "POST",
    "path": "bridges/{bridgeId}/play",
    "query": {
      "media": "list",
      "announcer_format": "string",
      "lang": "string",
      "offsetms": "int",
      "skipms": "int",
      "playbackId": "string",
    },
    "body": null,
    "required": ["bridgeId", "media"],
    "result": "Playback",
    "errors": [404, 409, 422],
    "since": ["12.0.0"],
  },
  "bridges.playWithId": {
    "method": "POST",
    "path": "bridges/{bridgeId}/play/{playbackId}",
    "query": {
      "media": "list",
      "announcer_format": "string",
      "lang": "string",
      "offsetms": "int",
      "skipms": "int",
    },
    "body": null,
    "required": ["bridgeId", "playbackId", "media"],
    "result": "Playback",
    "errors": [404, 409, 422],
    "since": ["12.3.0"],
  },
  "bridges.record": {
    "method": "POST",
    "path": "bridges/{bridgeId}/record",
    "query": {
      "name": "string",
      "format": "string",
      "recorder_format": "string",
      "maxDurationSeconds": "int",
      "maxSilenceSeconds": "int",
      "ifExists": "string",
      "beep": "boolean",
      "terminateOn": "string",
    },
    "body": null,
    "required": ["bridgeId", "name", "format"],
    "result": "LiveRecording",
    "errors": [400, 404, 409, 422],
    "since": ["12.0.0"],
  },
  "channels.list": {
    "method": "GET",
    "path": "channels",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[Channel]",
    "errors": [],
    "since": ["12.0.0"],
  },
  "channels.originate": {
    "method": "POST",
    "path": "channels",
    "query": {
      "endpoint": "string",
      "extension": "string",
      "context": "string",
      "priority": "int",
      "label": "string",
      "app": "string",
      "appArgs": "string",
      "callerId": "string",
      "timeout": "int",
      "channelId": "string",
      "otherChannelId": "string",
      "originator": "string",
      "formats": "string",
    },
    "body": "variables",
    "required": ["endpoint"],
    "result": "Channel",
    "errors": [400, 409],
    "since": ["12.0.0"],
  },
  "channels.create": {
    "method": "POST",
    "path": "channels/create",
    "query": {
      "endpoint": "string",
      "app": "string",
      "appArgs": "string",
      "channelId": "string",
      "otherChannelId": "string",
      "originator": "string",
      "formats": "string",
    },
    "body": "variables",
    "required": ["endpoint", "app"],
    "result": "Channel",
    "errors": [409],
    "since": ["14.0.0"],
  },
  "channels.get": {
    "method": "GET",
    "path": "channels/{channelId}",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "Channel",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "channels.originateWithId": {
    "method": "POST",
    "path": "channels/{channelId}",
    "query": {
      "endpoint": "string",
      "extension": "string",
      "context": "string",
      "priority": "int",
      "label": "string",
      "app": "string",
      "appArgs": "string",
      "callerId": "string",
      "timeout": "int",
      "otherChannelId": "string",
      "originator": "string",
      "formats": "string",
    },
    "body": "variables",
    "required": ["channelId", "endpoint"],
    "result": "Channel",
    "errors": [400, 409],
    "since": ["12.2.0"],
  },
  "channels.hangup": {
    "method": "DELETE",
    "path": "channels/{channelId}",
    "query": { "reason_code": "string", "reason": "string" },
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [400, 404],
    "since": ["12.0.0"],
  },
  "channels.continueInDialplan": {
    "method": "POST",
    "path": "channels/{channelId}/continue",
    "query": { "context": "string", "extension": "string", "priority": "int", "label": "string" },
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.move": {
    "method": "POST",
    "path": "channels/{channelId}/move",
    "query": { "app": "string", "appArgs": "string" },
    "body": null,
    "required": ["channelId", "app"],
    "result": "void",
    "errors": [404, 409],
    "since": ["13.26.0", "16.3.0"],
  },
  "channels.redirect": {
    "method": "POST",
    "path": "channels/{channelId}/redirect",
    "query": { "endpoint": "string" },
    "body": null,
    "required": ["channelId", "endpoint"],
    "result": "void",
    "errors": [400, 404, 409, 412, 422],
    "since": ["13.3.0"],
  },
  "channels.answer": {
    "method": "POST",
    "path": "channels/{channelId}/answer",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.ring": {
    "method": "POST",
    "path": "channels/{channelId}/ring",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.ringStop": {
    "method": "DELETE",
    "path": "channels/{channelId}/ring",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.progress": {
    "method": "POST",
    "path": "channels/{channelId}/progress",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["22.6.0", "21.11.0", "20.16.0"],
  },
  "channels.sendDTMF": {
    "method": "POST",
    "path": "channels/{channelId}/dtmf",
    "query": {
      "dtmf": "string",
      "before": "int",
      "between": "int",
      "duration": "int",
      "after": "int",
    },
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [400, 404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.mute": {
    "method": "POST",
    "path": "channels/{channelId}/mute",
    "query": { "direction": "string" },
    "body": null,
    "required": ["channelId", "direction"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.unmute": {
    "method": "DELETE",
    "path": "channels/{channelId}/mute",
    "query": { "direction": "string" },
    "body": null,
    "required": ["channelId", "direction"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.hold": {
    "method": "POST",
    "path": "channels/{channelId}/hold",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.unhold": {
    "method": "DELETE",
    "path": "channels/{channelId}/hold",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.startMoh": {
    "method": "POST",
    "path": "channels/{channelId}/moh",
    "query": { "mohClass": "string" },
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.stopMoh": {
    "method": "DELETE",
    "path": "channels/{channelId}/moh",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.startSilence": {
    "method": "POST",
    "path": "channels/{channelId}/silence",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.stopSilence": {
    "method": "DELETE",
    "path": "channels/{channelId}/silence",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.play": {
    "method": "POST",
    "path": "channels/{channelId}/play",
    "query": {
      "media": "list",
      "lang": "string",
      "offsetms": "int",
      "skipms": "int",
      "playbackId": "string",
    },
    "body": null,
    "required": ["channelId", "media"],
    "result": "Playback",
    "errors": [404, 409, 412],
    "since": ["12.0.0"],
  },
  "channels.playWithId": {
    "method": "POST",
    "path": "channels/{channelId}/play/{playbackId}",
    "query": { "media": "list", "lang": "string", "offsetms": "int", "skipms": "int" },
    "body": null,
    "required": ["channelId", "playbackId", "media"],
    "result": "Playback",
    "errors": [404, 409, 412],
    "since": ["12.2.0"],
  },
  "channels.record": {
    "method": "POST",
    "path": "channels/{channelId}/record",
    "query": {
      "name": "string",
      "format": "string",
      "maxDurationSeconds": "int",
      "maxSilenceSeconds": "int",
      "ifExists": "string",
      "beep": "boolean",
      "terminateOn": "string",
    },
    "body": null,
    "required": ["channelId", "name", "format"],
    "result": "LiveRecording",
    "errors": [400, 404, 409, 422],
    "since": ["12.0.0"],
  },
  "channels.getChannelVar": {
    "method": "GET",
    "path": "channels/{channelId}/variable",
    "query": { "variable": "string" },
    "body": null,
    "required": ["channelId", "variable"],
    "result": "Variable",
    "errors": [400, 404, 409],
    "since": ["12.0.0"],
  },
  "channels.setChannelVar": {
    "method": "POST",
    "path": "channels/{channelId}/variable",
    "query": { "variable": "string", "value": "string", "report_events": "boolean" },
    "body": null,
    "required": ["channelId", "variable"],
    "result": "void",
    "errors": [400, 404, 409],
    "since": ["12.0.0"],
  },
  "channels.getChannelVars": {
    "method": "GET",
    "path": "channels/{channelId}/variables",
    "query": { "variables": "list" },
    "body": null,
    "required": ["channelId", "variables"],
    "result": "Variables",
    "errors": [400, 404, 409],
    "since": ["20.20.0", "22.10.0", "23.4.0"],
  },
  "channels.setChannelVars": {
    "method": "POST",
    "path": "channels/{channelId}/variables",
    "query": {},
    "body": "variables",
    "required": ["channelId", "variables"],
    "result": "void",
    "errors": [400, 404, 409],
    "since": ["20.20.0", "22.10.0", "23.4.0"],
  },
  "channels.snoopChannel": {
    "method": "POST",
    "path": "channels/{channelId}/snoop",
    "query": {
      "spy": "string",
      "whisper": "string",
      "app": "string",
      "appArgs": "string",
      "snoopId": "string",
    },
    "body": null,
    "required": ["channelId", "app"],
    "result": "Channel",
    "errors": [400, 404],
    "since": ["12.0.0"],
  },
  "channels.snoopChannelWithId": {
    "method": "POST",
    "path": "channels/{channelId}/snoop/{snoopId}",
    "query": { "spy": "string", "whisper": "string", "app": "string", "appArgs": "string" },
    "body": null,
    "required": ["channelId", "snoopId", "app"],
    "result": "Channel",
    "errors": [400, 404],
    "since": ["12.2.0"],
  },
  "channels.dial": {
    "method": "POST",
    "path": "channels/{channelId}/dial",
    "query": { "caller": "string", "timeout": "int" },
    "body": null,
    "required": ["channelId"],
    "result": "void",
    "errors": [404, 409],
    "since": ["14.0.0"],
  },
  "channels.rtpstatistics": {
    "method": "GET",
    "path": "channels/{channelId}/rtp_statistics",
    "query": {},
    "body": null,
    "required": ["channelId"],
    "result": "RTPstat",
    "errors": [404],
    "since": ["13.27.0", "16.4.0"],
  },
  "channels.externalMedia": {
    "method": "POST",
    "path": "channels/externalMedia",
    "query": {
      "channelId": "string",
      "app": "string",
      "external_host": "string",
      "encapsulation": "string",
      "transport": "string",
      "connection_type": "string",
      "format": "string",
      "direction": "string",
      "data": "string",
      "transport_data": "string",
    },
    "body": "variables",
    "required": ["app", "format"],
    "result": "Channel",
    "errors": [400, 409],
    "since": ["16.6.0", "17.1.0"],
  },
  "channels.transfer_progress": {
    "method": "POST",
    "path": "channels/{channelId}/transfer_progress",
    "query": { "states": "string" },
    "body": null,
    "required": ["channelId", "states"],
    "result": "void",
    "errors": [400, 404, 409, 412],
    "since": ["22.3.0", "21.8.0", "20.13.0"],
  },
  "deviceStates.list": {
    "method": "GET",
    "path": "deviceStates",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[DeviceState]",
    "errors": [],
    "since": ["12.0.0"],
  },
  "deviceStates.get": {
    "method": "GET",
    "path": "deviceStates/{deviceName}",
    "query": {},
    "body": null,
    "required": ["deviceName"],
    "result": "DeviceState",
    "errors": [],
    "since": ["12.0.0"],
  },
  "deviceStates.update": {
    "method": "PUT",
    "path": "deviceStates/{deviceName}",
    "query": { "deviceState": "string" },
    "body": null,
    "required": ["deviceName", "deviceState"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "deviceStates.delete": {
    "method": "DELETE",
    "path": "deviceStates/{deviceName}",
    "query": {},
    "body": null,
    "required": ["deviceName"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "endpoints.list": {
    "method": "GET",
    "path": "endpoints",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[Endpoint]",
    "errors": [],
    "since": ["12.0.0"],
  },
  "endpoints.sendMessage": {
    "method": "PUT",
    "path": "endpoints/sendMessage",
    "query": { "to": "string", "from": "string", "body": "string" },
    "body": "variables",
    "required": ["to", "from"],
    "result": "void",
    "errors": [400, 404],
    "since": ["13.0.0"],
  },
  "endpoints.refer": {
    "method": "POST",
    "path": "endpoints/refer",
    "query": { "to": "string", "from": "string", "refer_to": "string", "to_self": "boolean" },
    "body": "variables",
    "required": ["to", "from", "refer_to"],
    "result": "void",
    "errors": [400, 404],
    "since": ["18.20.0", "20.5.0"],
  },
  "endpoints.listByTech": {
    "method": "GET",
    "path": "endpoints/{tech}",
    "query": {},
    "body": null,
    "required": ["tech"],
    "result": "List[Endpoint]",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "endpoints.get": {
    "method": "GET",
    "path": "endpoints/{tech}/{resource}",
    "query": {},
    "body": null,
    "required": ["tech", "resource"],
    "result": "Endpoint",
    "errors": [400, 404],
    "since": ["12.0.0"],
  },
  "endpoints.sendMessageToEndpoint": {
    "method": "PUT",
    "path": "endpoints/{tech}/{resource}/sendMessage",
    "query": { "from": "string", "body": "string" },
    "body": "variables",
    "required": ["tech", "resource", "from"],
    "result": "void",
    "errors": [400, 404],
    "since": ["13.0.0"],
  },
  "endpoints.referToEndpoint": {
    "method": "POST",
    "path": "endpoints/{tech}/{resource}/refer",
    "query": { "from": "string", "refer_to": "string", "to_self": "boolean" },
    "body": "variables",
    "required": ["tech", "resource", "from", "refer_to"],
    "result": "void",
    "errors": [400, 404],
    "since": ["18.20.0", "20.5.0"],
  },
  "events.eventWebsocket": {
    "method": "GET",
    "path": "events",
    "query": { "app": "list", "subscribeAll": "boolean" },
    "body": null,
    "required": ["app"],
    "result": "void",
    "errors": [],
    "since": ["12.0.0"],
    "upgrade": true,
  },
  "events.userEvent": {
    "method": "POST",
    "path": "events/user/{eventName}",
    "query": { "application": "string", "source": "list" },
    "body": "variables",
    "required": ["eventName", "application"],
    "result": "void",
    "errors": [400, 404, 422],
    "since": ["12.3.0"],
  },
  "events.claimChannel": {
    "method": "POST",
    "path": "events/claim",
    "query": { "channelId": "string", "application": "string" },
    "body": null,
    "required": ["channelId", "application"],
    "result": "void",
    "errors": [404, 409],
    "since": ["20.20.0", "22.10.0", "23.4.0"],
  },
  "mailboxes.list": {
    "method": "GET",
    "path": "mailboxes",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[Mailbox]",
    "errors": [],
    "since": ["12.1.0"],
  },
  "mailboxes.get": {
    "method": "GET",
    "path": "mailboxes/{mailboxName}",
    "query": {},
    "body": null,
    "required": ["mailboxName"],
    "result": "Mailbox",
    "errors": [404],
    "since": ["12.1.0"],
  },
  "mailboxes.update": {
    "method": "PUT",
    "path": "mailboxes/{mailboxName}",
    "query": { "oldMessages": "int", "newMessages": "int" },
    "body": null,
    "required": ["mailboxName", "oldMessages", "newMessages"],
    "result": "void",
    "errors": [404],
    "since": ["12.1.0"],
  },
  "mailboxes.delete": {
    "method": "DELETE",
    "path": "mailboxes/{mailboxName}",
    "query": {},
    "body": null,
    "required": ["mailboxName"],
    "result": "void",
    "errors": [404],
    "since": ["12.1.0"],
  },
  "playbacks.get": {
    "method": "GET",
    "path": "playbacks/{playbackId}",
    "query": {},
    "body": null,
    "required": ["playbackId"],
    "result": "Playback",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "playbacks.stop": {
    "method": "DELETE",
    "path": "playbacks/{playbackId}",
    "query": {},
    "body": null,
    "required": ["playbackId"],
    "result": "void",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "playbacks.control": {
    "method": "POST",
    "path": "playbacks/{playbackId}/control",
    "query": { "operation": "string" },
    "body": null,
    "required": ["playbackId", "operation"],
    "result": "void",
    "errors": [400, 404, 409],
    "since": ["12.0.0"],
  },
  "recordings.listStored": {
    "method": "GET",
    "path": "recordings/stored",
    "query": {},
    "body": null,
    "required": [],
    "result": "List[StoredRecording]",
    "errors": [],
    "since": ["12.0.0"],
  },
  "recordings.getStored": {
    "method": "GET",
    "path": "recordings/stored/{recordingName}",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "StoredRecording",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "recordings.deleteStored": {
    "method": "DELETE",
    "path": "recordings/stored/{recordingName}",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "void",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "recordings.getStoredFile": {
    "method": "GET",
    "path": "recordings/stored/{recordingName}/file",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "binary",
    "errors": [403, 404],
    "since": ["14.0.0"],
  },
  "recordings.copyStored": {
    "method": "POST",
    "path": "recordings/stored/{recordingName}/copy",
    "query": { "destinationRecordingName": "string" },
    "body": null,
    "required": ["recordingName", "destinationRecordingName"],
    "result": "StoredRecording",
    "errors": [404, 409],
    "since": ["12.5.0"],
  },
  "recordings.getLive": {
    "method": "GET",
    "path": "recordings/live/{recordingName}",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "LiveRecording",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "recordings.cancel": {
    "method": "DELETE",
    "path": "recordings/live/{recordingName}",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "void",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "recordings.stop": {
    "method": "POST",
    "path": "recordings/live/{recordingName}/stop",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "void",
    "errors": [404],
    "since": ["12.0.0"],
  },
  "recordings.pause": {
    "method": "POST",
    "path": "recordings/live/{recordingName}/pause",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "recordings.unpause": {
    "method": "DELETE",
    "path": "recordings/live/{recordingName}/pause",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "recordings.mute": {
    "method": "POST",
    "path": "recordings/live/{recordingName}/mute",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "recordings.unmute": {
    "method": "DELETE",
    "path": "recordings/live/{recordingName}/mute",
    "query": {},
    "body": null,
    "required": ["recordingName"],
    "result": "void",
    "errors": [404, 409],
    "since": ["12.0.0"],
  },
  "sounds.list": {
    "method": "GET",
    "path": "sounds",
    "query": { "lang": "string", "format": "string" },
    "body": null,
    "required": [],
    "result": "List[Sound]",
    "errors": [],
    "since": ["12.0.0"],
  },
  "sounds.get": {
    "method": "GET",
    "path": "sounds/{soundId}",
    "query": {},
    "body": null,
    "required": ["soundId"],
    "result": "Sound",
    "errors": [],
    "since": ["12.0.0"],
  },
};
