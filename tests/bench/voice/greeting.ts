/** How soon a call is answered and greeted while ten more come each second. */
import { placeCall } from "../../lab/sip_caller.ts";
import { figuresOf, table } from "../figures.ts";
import { progress } from "./machine.ts";
import type { Rig } from "./rig.ts";

const A_SECOND = 10;

export async function greetings(rig: Rig, calls: number): Promise<string> {
  progress(`${calls} calls, ${A_SECOND} a second`);
  const answers: number[] = [];
  const packets: number[] = [];
  const voices: number[] = [];
  const failed: string[] = [];
  await Promise.all(Array.from({ length: calls }, async (_, index) => {
    await new Promise((wake) => setTimeout(wake, index * 1_000 / A_SECOND));
    await using call = placeCall({ sipPort: rig.lab.sipPort, extension: "9000" });
    try {
      await call.waitForAgentSpeech();
      const { inviteToAnswerMs, inviteToSpeechMs } = call.figures();
      answers.push(inviteToAnswerMs!);
      packets.push(call.packets[0]!.atMs - call.invitedAtMs);
      voices.push(inviteToSpeechMs!);
    } catch (error) {
      failed.push((error as Error).message);
    }
  }));
  for (const why of failed) progress(`a call was not greeted: ${why}`);
  return `${calls} calls, ${A_SECOND} a second, ${failed.length} not greeted:\n\n` + table([
    figuresOf("INVITE to 200 OK", "ms", answers),
    figuresOf("INVITE to the first packet", "ms", packets),
    figuresOf("INVITE to the greeting's first sound", "ms", voices),
  ]);
}
