/** Endpoints, device states, mailboxes, events. */
import { NONE, type Recipes } from "./recipe.ts";

const message = { from: "sip:trial@127.0.0.1", body: "hello" };
const refer = { from: "sip:trial@127.0.0.1", refer_to: "sip:1002@127.0.0.1" };
const phone = { tech: "PJSIP", resource: "ghost" };
const device = { deviceName: "Stasis:trial" };
const mailbox = { mailboxName: "trial@default" };

export const endpoints: Recipes<"endpoints"> = {
  "endpoints.list": async (ask) => void await ask.done({}),
  "endpoints.listByTech": async (ask) => {
    await ask.done({ tech: "PJSIP" });
    await ask.refused(404, { tech: NONE });
  },
  "endpoints.get": async (ask) => {
    await ask.done(phone);
    await ask.refused(404, { ...phone, resource: NONE });
  },
  "endpoints.sendMessage": async (ask, { ghost }) => {
    await ask.done({ to: `pjsip:ghost/${ghost.uri}`, ...message, variables: { X: "1" } });
    await ask.refused(400, { to: "", ...message });
  },
  "endpoints.sendMessageToEndpoint": async (ask) => {
    await ask.done({ ...phone, ...message });
    await ask.refused(404, { tech: NONE, resource: NONE, ...message });
  },
  "endpoints.refer": async (ask, { ghost }) => {
    await ask.done({ to: `pjsip:ghost/${ghost.uri}`, ...refer });
    await ask.refused(400, { to: "", ...refer });
  },
  "endpoints.referToEndpoint": async (ask) => {
    await ask.done({ ...phone, ...refer });
    await ask.refused(404, { tech: NONE, resource: NONE, ...refer });
  },
};

export const deviceStates: Recipes<"deviceStates"> = {
  "deviceStates.list": async (ask, { ari }) => {
    await ari.deviceStates.update(device.deviceName, "BUSY");
    await ask.done({});
  },
  "deviceStates.get": async (ask) => void await ask.done(device),
  "deviceStates.update": async (ask) => {
    await ask.done({ ...device, deviceState: "INUSE" });
    await ask.refused(409, { deviceName: "PJSIP/ghost", deviceState: "INUSE" });
  },
  "deviceStates.delete": async (ask, { ari }) => {
    await ari.deviceStates.update(device.deviceName, "BUSY");
    await ask.done(device);
    await ask.refused(409, { deviceName: "PJSIP/ghost" });
  },
};

export const mailboxes: Recipes<"mailboxes"> = {
  "mailboxes.list": async (ask, { ari }) => {
    await ari.mailboxes.update(mailbox.mailboxName, { oldMessages: 1, newMessages: 2 });
    await ask.done({});
  },
  "mailboxes.get": async (ask, { ari }) => {
    await ari.mailboxes.update(mailbox.mailboxName, { oldMessages: 1, newMessages: 2 });
    await ask.done(mailbox);
    await ask.refused(404, { mailboxName: NONE });
  },
  "mailboxes.update": async (ask) => {
    await ask.done({ ...mailbox, oldMessages: 3, newMessages: 4 });
  },
  "mailboxes.delete": async (ask, { ari }) => {
    await ari.mailboxes.update(mailbox.mailboxName, { oldMessages: 1, newMessages: 2 });
    await ask.done(mailbox);
    await ask.refused(404, { mailboxName: NONE });
  },
};

export const events: Omit<Recipes<"events">, "events.eventWebsocket"> = {
  "events.userEvent": async (ask, stage) => {
    const source = `channel:${(await stage.leg()).id}`;
    await ask.done({ eventName: "e", application: "hello", source, variables: { X: "1" } });
    await ask.refused(404, { eventName: "e", application: NONE });
    await ask.refused(422, { eventName: "e", application: "hello", source: `channel:${NONE}` });
    await ask.refused(400, { eventName: "e", application: "hello", source: NONE });
  },
  "events.claimChannel": async (ask, stage) => {
    const channelId = await stage.broadcast();
    await ask.done({ channelId, application: "hello" });
    await ask.refused(404, { channelId: NONE, application: "hello" });
  },
};
