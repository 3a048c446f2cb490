/** Asterisk itself, and applications. */
import { NONE, type Recipes } from "./recipe.ts";

/** A module that nothing needs. */
const MODULE = "app_milliwatt.so";
const LOG = "trial.log";
/** Kept in memory, so that it can be changed (the lab's sorcery.conf). */
const OBJECT = { configClass: "res_pjsip", objectType: "auth", id: "trial" };
const FIELDS = Object.entries({ auth_type: "userpass", username: "x", password: "y" })
  .map(([attribute, value]) => ({ attribute, value }));
/** Kept in a file. */
const FIXED = { configClass: "res_pjsip", objectType: "global", id: "trial" };

export const applications: Recipes<"applications"> = {
  "applications.list": async (ask) => void await ask.done({}),
  "applications.get": async (ask) => {
    await ask.done({ applicationName: "hello" });
    await ask.refused(404, { applicationName: NONE });
  },
  "applications.subscribe": async (ask) => {
    const eventSource = "endpoint:PJSIP";
    await ask.done({ applicationName: "hello", eventSource });
    await ask.refused(404, { applicationName: NONE, eventSource });
    await ask.refused(400, { applicationName: "hello", eventSource: NONE });
    await ask.refused(422, { applicationName: "hello", eventSource: `channel:${NONE}` });
  },
  "applications.unsubscribe": async (ask, { ari }) => {
    const eventSource = "endpoint:PJSIP/ghost";
    await ari.applications.subscribe("hello", eventSource);
    await ask.done({ applicationName: "hello", eventSource });
    await ask.refused(404, { applicationName: NONE, eventSource });
    await ask.refused(422, { applicationName: "hello", eventSource });
  },
  "applications.filter": async (ask) => {
    await ask.done({ applicationName: "hello", filter: { allowed: [], disallowed: [] } });
    await ask.refused(404, { applicationName: NONE, filter: {} });
  },
};

export const asterisk: Recipes<"asterisk"> = {
  "asterisk.getObject": async (ask, { ari }) => {
    await ari.asterisk.updateObject(OBJECT, FIELDS);
    await ask.done(OBJECT);
    await ask.refused(404, { ...OBJECT, id: NONE });
  },
  "asterisk.updateObject": async (ask) => {
    await ask.done({ ...OBJECT, fields: FIELDS });
    await ask.refused(404, { ...OBJECT, objectType: NONE, fields: [] });
    await ask.refused(403, { ...FIXED, fields: [] });
  },
  "asterisk.deleteObject": async (ask, { ari }) => {
    await ari.asterisk.updateObject(OBJECT, FIELDS);
    await ask.done(OBJECT);
    await ask.refused(404, OBJECT);
  },
  "asterisk.getInfo": async (ask) => {
    await ask.done({});
    await ask.done({ only: ["build", "status"] });
  },
  "asterisk.ping": async (ask) => void await ask.done({}),
  "asterisk.listModules": async (ask) => void await ask.done({}),
  "asterisk.getModule": async (ask) => {
    await ask.done({ moduleName: "res_ari.so" });
    await ask.refused(404, { moduleName: NONE });
  },
  "asterisk.loadModule": async (ask, { ari }) => {
    await ask.done({ moduleName: MODULE });
    await ask.refused(409, { moduleName: MODULE });
    await ari.asterisk.unloadModule(MODULE);
  },
  "asterisk.unloadModule": async (ask, { ari }) => {
    await ari.asterisk.loadModule(MODULE);
    await ask.done({ moduleName: MODULE });
    await ask.refused(404, { moduleName: MODULE });
  },
  "asterisk.reloadModule": async (ask) => {
    await ask.done({ moduleName: "res_pjsip.so" });
    await ask.refused(404, { moduleName: NONE });
  },
  "asterisk.listLogChannels": async (ask) => void await ask.done({}),
  "asterisk.addLog": async (ask, { ari }) => {
    await ask.done({ logChannelName: LOG, configuration: "notice" });
    await ask.refused(409, { logChannelName: LOG, configuration: "notice" });
    await ari.asterisk.deleteLog(LOG);
  },
  "asterisk.deleteLog": async (ask, { ari }) => {
    await ari.asterisk.addLog(LOG, "notice");
    await ask.done({ logChannelName: LOG });
    await ask.refused(404, { logChannelName: LOG });
  },
  "asterisk.rotateLog": async (ask, { ari }) => {
    await ari.asterisk.addLog(LOG, "notice");
    await ask.done({ logChannelName: LOG });
    await ask.refused(404, { logChannelName: NONE });
  },
  "asterisk.getGlobalVar": async (ask) => {
    await ask.done({ variable: "PARLEY_APP" });
    await ask.refused(400, { variable: "" });
  },
  "asterisk.setGlobalVar": async (ask) => {
    await ask.done({ variable: "TRIAL", value: "1" });
    await ask.refused(400, { variable: "", value: "1" });
  },
};
