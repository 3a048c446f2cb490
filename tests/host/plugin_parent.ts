/** A program with a plugin that loops as soon as it is asked; says the plugin's process id then. */
import { OutsidePlugins } from "./outside_plugins.ts";

const outside = await OutsidePlugins.open();
await outside.run("loops", {
  hooks: { change: ["text"] },
  code: 'change: { text(_text, { log }) { log("It begins"); for (;;); } },',
});
outside.textInCall();
await outside.until(() => outside.logged.length > 0);
console.log(outside.pidOf("loops"));
