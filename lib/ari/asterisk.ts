/** Asterisk itself: is it there, what is it, what has it loaded, how is it set. */
import type { AsteriskInfo, AsteriskPing, ConfigTuple, LogChannel, Module } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

export class AsteriskSystem {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /asterisk/ping */
  ping(asking?: Asking): Promise<AsteriskPing> {
    return this.#call("asterisk.ping", {}, asking);
  }

  /** GET /asterisk/info: everything, or only what is named. */
  info(only?: Options<"asterisk.getInfo">["only"], asking?: Asking): Promise<AsteriskInfo> {
    return this.#call("asterisk.getInfo", { only }, asking);
  }

  /** GET /asterisk/modules */
  modules(asking?: Asking): Promise<readonly Module[]> {
    return this.#call("asterisk.listModules", {}, asking);
  }

  /** GET /asterisk/modules/{moduleName} */
  module(moduleName: string, asking?: Asking): Promise<Module> {
    return this.#call("asterisk.getModule", { moduleName }, asking);
  }

  /** POST /asterisk/modules/{moduleName} */
  loadModule(moduleName: string, asking?: Asking): Promise<void> {
    return this.#call("asterisk.loadModule", { moduleName }, asking);
  }

  /** DELETE /asterisk/modules/{moduleName} */
  unloadModule(moduleName: string, asking?: Asking): Promise<void> {
    return this.#call("asterisk.unloadModule", { moduleName }, asking);
  }

  /** PUT /asterisk/modules/{moduleName} */
  reloadModule(moduleName: string, asking?: Asking): Promise<void> {
    return this.#call("asterisk.reloadModule", { moduleName }, asking);
  }

  /** GET /asterisk/logging */
  logChannels(asking?: Asking): Promise<readonly LogChannel[]> {
    return this.#call("asterisk.listLogChannels", {}, asking);
  }

  /** POST /asterisk/logging/{logChannelName}: `configuration` is "notice,warning,error". */
  addLog(logChannelName: string, configuration: string, asking?: Asking): Promise<void> {
    return this.#call("asterisk.addLog", { logChannelName, configuration }, asking);
  }

  /** DELETE /asterisk/logging/{logChannelName} */
  deleteLog(logChannelName: string, asking?: Asking): Promise<void> {
    return this.#call("asterisk.deleteLog", { logChannelName }, asking);
  }

  /** PUT /asterisk/logging/{logChannelName}/rotate */
  rotateLog(logChannelName: string, asking?: Asking): Promise<void> {
    return this.#call("asterisk.rotateLog", { logChannelName }, asking);
  }

  /** GET /asterisk/variable: a global one. */
  async variable(variable: string, asking?: Asking): Promise<string> {
    return (await this.#call("asterisk.getGlobalVar", { variable }, asking)).value;
  }

  /** POST /asterisk/variable */
  setVariable(variable: string, value: string, asking?: Asking): Promise<void> {
    return this.#call("asterisk.setGlobalVar", { variable, value }, asking);
  }

  /** GET /asterisk/config/dynamic/{configClass}/{objectType}/{id} */
  object(object: ConfigObject, asking?: Asking): Promise<readonly ConfigTuple[]> {
    return this.#call("asterisk.getObject", object, asking);
  }

  /** PUT /asterisk/config/dynamic/{configClass}/{objectType}/{id}: makes or changes it. */
  updateObject(
    object: ConfigObject,
    fields: readonly ConfigTuple[],
    asking?: Asking,
  ): Promise<readonly ConfigTuple[]> {
    return this.#call("asterisk.updateObject", { ...object, fields }, asking);
  }

  /** DELETE /asterisk/config/dynamic/{configClass}/{objectType}/{id} */
  deleteObject(object: ConfigObject, asking?: Asking): Promise<void> {
    return this.#call("asterisk.deleteObject", object, asking);
  }
}

/** Something that sorcery.conf lets change at run time: "res_pjsip", "endpoint", "1001". */
export type ConfigObject = Options<"asterisk.getObject">;
