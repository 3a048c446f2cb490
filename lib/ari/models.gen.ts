/** What Asterisk answers and tells. Made by generate.ts from Asterisk 22.10.1's description of itself. */

export interface EventType {
  readonly type: string;
}

/** An empty filter lets everything through; `disallowed` wins; what is left out stays as it is. */
export interface EventFilter {
  readonly allowed?: readonly EventType[] | undefined;
  readonly disallowed?: readonly EventType[] | undefined;
}

/** `report_events`: from now on events of the channel or bridge carry the variable. */
export type SetVariable =
  | string
  | { readonly value: string; readonly report_events?: boolean | undefined };

export interface Application {
  readonly name: string;
  readonly channel_ids: readonly string[];
  readonly bridge_ids: readonly string[];
  readonly endpoint_ids: readonly string[];
  readonly device_names?: readonly string[];
  readonly events_allowed: readonly EventType[];
  readonly events_disallowed: readonly EventType[];
}

export interface BuildInfo {
  readonly os: string;
  readonly kernel: string;
  readonly options: string;
  readonly machine: string;
  readonly date: string;
  readonly user: string;
}

export interface SystemInfo {
  readonly version: string;
  readonly entity_id: string;
}

export interface SetId {
  readonly user: string;
  readonly group: string;
}

export interface ConfigInfo {
  readonly name: string;
  readonly default_language: string;
  readonly max_channels?: number;
  readonly max_open_files?: number;
  readonly max_load?: number;
  readonly setid: SetId;
}

export interface StatusInfo {
  readonly startup_time: string;
  readonly last_reload_time: string;
}

export interface AsteriskInfo {
  readonly build?: BuildInfo;
  readonly system?: SystemInfo;
  readonly config?: ConfigInfo;
  readonly status?: StatusInfo;
}

export interface AsteriskPing {
  readonly asterisk_id: string;
  readonly ping: string;
  readonly timestamp: string;
}

export interface Module {
  readonly name: string;
  readonly description: string;
  readonly use_count: number;
  readonly status: string;
  readonly support_level: string;
}

export interface LogChannel {
  readonly channel: string;
  readonly type: string;
  readonly status: string;
  readonly configuration: string;
}

export interface Variable {
  readonly value: string;
}

export interface Variables {
  readonly variables: Readonly<Record<string, string>>;
}

export interface ConfigTuple {
  readonly attribute: string;
  readonly value: string;
}

export interface Bridge {
  readonly id: string;
  readonly technology: string;
  readonly bridge_type: "mixing" | "holding";
  readonly bridge_class: string;
  readonly creator: string;
  readonly name: string;
  readonly channels: readonly string[];
  readonly video_mode?: string;
  readonly video_source_id?: string;
  readonly creationtime: string;
  /** Since 20.20.0, 22.10.0, 23.4.0. */
  readonly bridgevars?: Readonly<Record<string, string>>;
}

export type Dialed = Readonly<Record<string, unknown>>;

export interface DialplanCEP {
  readonly context: string;
  readonly exten: string;
  readonly priority: number;
  readonly app_name: string;
  readonly app_data: string;
}

export interface CallerID {
  readonly name: string;
  readonly number: string;
}

export interface RTPstat {
  readonly txcount: number;
  readonly rxcount: number;
  readonly txjitter?: number;
  readonly rxjitter?: number;
  readonly remote_maxjitter?: number;
  readonly remote_minjitter?: number;
  readonly remote_normdevjitter?: number;
  readonly remote_stdevjitter?: number;
  readonly local_maxjitter?: number;
  readonly local_minjitter?: number;
  readonly local_normdevjitter?: number;
  readonly local_stdevjitter?: number;
  readonly txploss: number;
  readonly rxploss: number;
  readonly remote_maxrxploss?: number;
  readonly remote_minrxploss?: number;
  readonly remote_normdevrxploss?: number;
  readonly remote_stdevrxploss?: number;
  readonly local_maxrxploss?: number;
  readonly local_minrxploss?: number;
  readonly local_normdevrxploss?: number;
  readonly local_stdevrxploss?: number;
  readonly rtt?: number;
  readonly maxrtt?: number;
  readonly minrtt?: number;
  readonly normdevrtt?: number;
  readonly stdevrtt?: number;
  readonly local_ssrc: number;
  readonly remote_ssrc: number;
  readonly txoctetcount: number;
  readonly rxoctetcount: number;
  readonly channel_uniqueid: string;
}

export interface Channel {
  readonly id: string;
  readonly protocol_id: string;
  readonly name: string;
  readonly state:
    | "Down"
    | "Rsrved"
    | "OffHook"
    | "Dialing"
    | "Ring"
    | "Ringing"
    | "Up"
    | "Busy"
    | "Dialing Offhook"
    | "Pre-ring"
    | "Unknown";
  readonly caller: CallerID;
  readonly connected: CallerID;
  readonly accountcode: string;
  readonly dialplan: DialplanCEP;
  readonly creationtime: string;
  readonly language: string;
  readonly channelvars?: Readonly<Record<string, string>>;
  readonly caller_rdnis?: string;
  readonly tenantid?: string;
}

export interface DeviceState {
  readonly name: string;
  readonly state:
    | "UNKNOWN"
    | "NOT_INUSE"
    | "INUSE"
    | "BUSY"
    | "INVALID"
    | "UNAVAILABLE"
    | "RINGING"
    | "RINGINUSE"
    | "ONHOLD";
}

export interface Endpoint {
  readonly technology: string;
  readonly resource: string;
  readonly state?: "unknown" | "offline" | "online";
  readonly channel_ids: readonly string[];
}

export interface TextMessage {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export interface MissingParams {
  readonly type: string;
  readonly asterisk_id?: string;
  readonly params: readonly string[];
}

export interface ContactInfo {
  readonly uri: string;
  readonly contact_status: "Unreachable" | "Reachable" | "Unknown" | "NonQualified" | "Removed";
  readonly aor: string;
  readonly roundtrip_usec?: string;
}

export interface Peer {
  readonly peer_status: string;
  readonly cause?: string;
  readonly address?: string;
  readonly port?: string;
  readonly time?: string;
}

export interface ReferTo {
  readonly requested_destination: RequiredDestination;
  readonly destination_channel?: Channel;
  readonly connected_channel?: Channel;
  readonly bridge?: Bridge;
}

export interface ReferredBy {
  readonly source_channel: Channel;
  readonly connected_channel?: Channel;
  readonly bridge?: Bridge;
}

export interface RequiredDestination {
  readonly protocol_id?: string;
  readonly destination?: string;
  readonly additional_protocol_params?: readonly AdditionalParam[];
}

export interface AdditionalParam {
  readonly parameter_name: string;
  readonly parameter_value: string;
}

export interface RESTHeader {
  readonly name: string;
  readonly value: string;
}

export interface RESTQueryStringParameter {
  readonly name: string;
  readonly value: string;
}

/** Since 20.14.0, 21.9.0, 22.4.0, 23.0.0. */
export interface RESTRequest {
  readonly type: string;
  readonly transaction_id: string;
  readonly request_id: string;
  readonly method: string;
  readonly uri: string;
  readonly content_type?: string;
  readonly query_strings?: readonly RESTQueryStringParameter[];
  readonly message_body?: string;
}

export interface Mailbox {
  readonly name: string;
  readonly old_messages: number;
  readonly new_messages: number;
}

export interface Playback {
  readonly id: string;
  readonly media_uri: string;
  readonly next_media_uri?: string;
  readonly target_uri: string;
  readonly language?: string;
  readonly state: "queued" | "playing" | "continuing" | "done" | "failed";
}

export interface StoredRecording {
  readonly name: string;
  readonly format: string;
}

export interface LiveRecording {
  readonly name: string;
  readonly format: string;
  readonly target_uri: string;
  readonly state: "queued" | "recording" | "paused" | "done" | "failed" | "canceled";
  readonly duration?: number;
  readonly talking_duration?: number;
  readonly silence_duration?: number;
  readonly cause?: string;
}

export interface FormatLangPair {
  readonly language: string;
  readonly format: string;
}

export interface Sound {
  readonly id: string;
  readonly text?: string;
  readonly formats: readonly FormatLangPair[];
}

export interface ApplicationMoveFailed {
  readonly type: "ApplicationMoveFailed";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
  readonly destination: string;
  readonly args: readonly string[];
}

/** Since 20.15.0, 21.10.0, 22.5.0, 23.0.0. */
export interface ApplicationRegistered {
  readonly type: "ApplicationRegistered";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
}

export interface ApplicationReplaced {
  readonly type: "ApplicationReplaced";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
}

/** Since 20.15.0, 21.10.0, 22.5.0, 23.0.0. */
export interface ApplicationUnregistered {
  readonly type: "ApplicationUnregistered";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
}

export interface BridgeAttendedTransfer {
  readonly type: "BridgeAttendedTransfer";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly transferer_first_leg: Channel;
  readonly transferer_second_leg: Channel;
  readonly replace_channel?: Channel;
  readonly transferee?: Channel;
  readonly transfer_target?: Channel;
  readonly result: string;
  readonly is_external: boolean;
  readonly transferer_first_leg_bridge?: Bridge;
  readonly transferer_second_leg_bridge?: Bridge;
  readonly destination_type: string;
  readonly destination_bridge?: string;
  readonly destination_application?: string;
  readonly destination_link_first_leg?: Channel;
  readonly destination_link_second_leg?: Channel;
  readonly destination_threeway_channel?: Channel;
  readonly destination_threeway_bridge?: Bridge;
}

export interface BridgeBlindTransfer {
  readonly type: "BridgeBlindTransfer";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
  readonly replace_channel?: Channel;
  readonly transferee?: Channel;
  readonly exten: string;
  readonly context: string;
  readonly result: string;
  readonly is_external: boolean;
  readonly bridge?: Bridge;
}

export interface BridgeCreated {
  readonly type: "BridgeCreated";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly bridge: Bridge;
}

export interface BridgeDestroyed {
  readonly type: "BridgeDestroyed";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly bridge: Bridge;
}

export interface BridgeMerged {
  readonly type: "BridgeMerged";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly bridge: Bridge;
  readonly bridge_from: Bridge;
}

export interface BridgeVideoSourceChanged {
  readonly type: "BridgeVideoSourceChanged";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly bridge: Bridge;
  readonly old_video_source_id?: string;
}

/** Since 20.20.0, 22.10.0, 23.4.0. */
export interface CallBroadcast {
  readonly type: "CallBroadcast";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
  readonly caller?: string;
  readonly called?: string;
}

/** Since 20.20.0, 22.10.0, 23.4.0. */
export interface CallClaimed {
  readonly type: "CallClaimed";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
  readonly winner_app: string;
}

export interface ChannelCallerId {
  readonly type: "ChannelCallerId";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly caller_presentation: number;
  readonly caller_presentation_txt: string;
  readonly channel: Channel;
}

export interface ChannelConnectedLine {
  readonly type: "ChannelConnectedLine";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
}

export interface ChannelCreated {
  readonly type: "ChannelCreated";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
}

export interface ChannelDestroyed {
  readonly type: "ChannelDestroyed";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly cause: number;
  readonly cause_txt: string;
  /** Since 20.17.0, 21.12.0, 22.7.0, 23.1.0. */
  readonly tech_cause?: number;
  readonly channel: Channel;
}

export interface ChannelDialplan {
  readonly type: "ChannelDialplan";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
  readonly dialplan_app: string;
  readonly dialplan_app_data: string;
}

export interface ChannelDtmfReceived {
  readonly type: "ChannelDtmfReceived";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly digit: string;
  readonly duration_ms: number;
  readonly channel: Channel;
}

export interface ChannelEnteredBridge {
  readonly type: "ChannelEnteredBridge";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly bridge: Bridge;
  readonly channel?: Channel;
}

export interface ChannelHangupRequest {
  readonly type: "ChannelHangupRequest";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly cause?: number;
  /** Since 20.17.0, 21.12.0, 22.7.0, 23.1.0. */
  readonly tech_cause?: number;
  readonly soft?: boolean;
  readonly channel: Channel;
}

export interface ChannelHold {
  readonly type: "ChannelHold";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
  readonly musicclass?: string;
}

export interface ChannelLeftBridge {
  readonly type: "ChannelLeftBridge";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly bridge: Bridge;
  readonly channel: Channel;
}

export interface ChannelStateChange {
  readonly type: "ChannelStateChange";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
}

export interface ChannelTalkingFinished {
  readonly type: "ChannelTalkingFinished";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
  readonly duration: number;
}

export interface ChannelTalkingStarted {
  readonly type: "ChannelTalkingStarted";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
}

/** Since 22.0.0. */
export interface ChannelToneDetected {
  readonly type: "ChannelToneDetected";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
}

/** Since 20.13.0, 21.8.0, 22.3.0, 23.0.0. */
export interface ChannelTransfer {
  readonly type: "ChannelTransfer";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly state?: string;
  readonly refer_to: ReferTo;
  readonly referred_by: ReferredBy;
}

export interface ChannelUnhold {
  readonly type: "ChannelUnhold";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
}

export interface ChannelUserevent {
  readonly type: "ChannelUserevent";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly eventname: string;
  readonly channel?: Channel;
  readonly bridge?: Bridge;
  readonly endpoint?: Endpoint;
  readonly userevent: Readonly<Record<string, unknown>>;
}

export interface ChannelVarset {
  readonly type: "ChannelVarset";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly variable: string;
  readonly value: string;
  readonly channel?: Channel;
}

export interface ContactStatusChange {
  readonly type: "ContactStatusChange";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly endpoint: Endpoint;
  readonly contact_info: ContactInfo;
}

export interface DeviceStateChanged {
  readonly type: "DeviceStateChanged";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly device_state: DeviceState;
}

export interface Dial {
  readonly type: "Dial";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly caller?: Channel;
  readonly peer: Channel;
  readonly forward?: string;
  readonly forwarded?: Channel;
  readonly dialstring?: string;
  readonly dialstatus: string;
}

export interface EndpointStateChange {
  readonly type: "EndpointStateChange";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly endpoint: Endpoint;
}

export interface PeerStatusChange {
  readonly type: "PeerStatusChange";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly endpoint: Endpoint;
  readonly peer: Peer;
}

export interface PlaybackContinuing {
  readonly type: "PlaybackContinuing";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly playback: Playback;
}

export interface PlaybackFinished {
  readonly type: "PlaybackFinished";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly playback: Playback;
}

export interface PlaybackStarted {
  readonly type: "PlaybackStarted";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly playback: Playback;
}

/** Since 20.14.0, 21.9.0, 22.4.0, 23.0.0. */
export interface RESTResponse {
  readonly type: "RESTResponse";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly transaction_id: string;
  readonly request_id: string;
  readonly status_code: number;
  readonly reason_phrase: string;
  readonly uri: string;
  readonly content_type?: string;
  readonly message_body?: string;
}

export interface RecordingFailed {
  readonly type: "RecordingFailed";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly recording: LiveRecording;
}

export interface RecordingFinished {
  readonly type: "RecordingFinished";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly recording: LiveRecording;
}

export interface RecordingStarted {
  readonly type: "RecordingStarted";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly recording: LiveRecording;
}

export interface StasisEnd {
  readonly type: "StasisEnd";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly channel: Channel;
}

export interface StasisStart {
  readonly type: "StasisStart";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly args: readonly string[];
  readonly channel: Channel;
  readonly replace_channel?: Channel;
}

export interface TextMessageReceived {
  readonly type: "TextMessageReceived";
  readonly asterisk_id?: string;
  readonly application: string;
  readonly timestamp: string;
  readonly message: TextMessage;
  readonly endpoint?: Endpoint;
}

/** Every event by its name. */
export interface Events {
  readonly ApplicationMoveFailed: ApplicationMoveFailed;
  readonly ApplicationRegistered: ApplicationRegistered;
  readonly ApplicationReplaced: ApplicationReplaced;
  readonly ApplicationUnregistered: ApplicationUnregistered;
  readonly BridgeAttendedTransfer: BridgeAttendedTransfer;
  readonly BridgeBlindTransfer: BridgeBlindTransfer;
  readonly BridgeCreated: BridgeCreated;
  readonly BridgeDestroyed: BridgeDestroyed;
  readonly BridgeMerged: BridgeMerged;
  readonly BridgeVideoSourceChanged: BridgeVideoSourceChanged;
  readonly CallBroadcast: CallBroadcast;
  readonly CallClaimed: CallClaimed;
  readonly ChannelCallerId: ChannelCallerId;
  readonly ChannelConnectedLine: ChannelConnectedLine;
  readonly ChannelCreated: ChannelCreated;
  readonly ChannelDestroyed: ChannelDestroyed;
  readonly ChannelDialplan: ChannelDialplan;
  readonly ChannelDtmfReceived: ChannelDtmfReceived;
  readonly ChannelEnteredBridge: ChannelEnteredBridge;
  readonly ChannelHangupRequest: ChannelHangupRequest;
  readonly ChannelHold: ChannelHold;
  readonly ChannelLeftBridge: ChannelLeftBridge;
  readonly ChannelStateChange: ChannelStateChange;
  readonly ChannelTalkingFinished: ChannelTalkingFinished;
  readonly ChannelTalkingStarted: ChannelTalkingStarted;
  readonly ChannelToneDetected: ChannelToneDetected;
  readonly ChannelTransfer: ChannelTransfer;
  readonly ChannelUnhold: ChannelUnhold;
  readonly ChannelUserevent: ChannelUserevent;
  readonly ChannelVarset: ChannelVarset;
  readonly ContactStatusChange: ContactStatusChange;
  readonly DeviceStateChanged: DeviceStateChanged;
  readonly Dial: Dial;
  readonly EndpointStateChange: EndpointStateChange;
  readonly PeerStatusChange: PeerStatusChange;
  readonly PlaybackContinuing: PlaybackContinuing;
  readonly PlaybackFinished: PlaybackFinished;
  readonly PlaybackStarted: PlaybackStarted;
  readonly RESTResponse: RESTResponse;
  readonly RecordingFailed: RecordingFailed;
  readonly RecordingFinished: RecordingFinished;
  readonly RecordingStarted: RecordingStarted;
  readonly StasisEnd: StasisEnd;
  readonly StasisStart: StasisStart;
  readonly TextMessageReceived: TextMessageReceived;
}
