/** Ten people at once, each with other answers, heard by Deepgram's stand-in: ten right leads. */
import assert from "node:assert/strict";
import type { FliteVoiceName } from "../../lib/host/flite_wasi.ts";
import { whyNoLab } from "../lab/root.ts";
import { isLong, needs } from "../needs.ts";
import { rehearse, type Rehearsed } from "./caller.ts";
import { openCloud } from "./cloud.ts";
import { Hotline } from "./hotline.ts";

interface Person {
  readonly callerId: string;
  readonly voice: FliteVoiceName;
  readonly says: readonly string[];
  readonly lead: Readonly<Record<string, unknown>>;
}

const TYPES = [
  ["I would like some shares", "stocks"],
  ["put me down for treasury bonds", "bonds"],
  ["an index fund sounds right", "funds"],
  ["a rental apartment maybe", "real_estate"],
  ["bitcoin and such things", "crypto"],
] as const;
const TENS = [
  "twenty",
  "thirty",
  "forty",
  "fifty",
  "sixty",
  "seventy",
  "eighty",
  "ninety",
] as const;
const RISKS = [
  ["I am rather cautious", "conservative"],
  ["somewhere in the middle", "moderate"],
  ["I can take high risk", "aggressive"],
] as const;
const YEARS = ["two", "three", "four", "five", "six", "seven"] as const;

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

if (isLong) {
  Deno.test("ten people talk at once, and ten right leads are stored", lab, async () => {
    const people = Array.from({ length: 10 }, (_, index) => personOf(index));
    const voices = await Promise.all(people.map(({ voice, says }) => rehearse(voice, says)));
    await using cloud = await openCloud(voices.flatMap(({ said }) => [...said]));
    const { DEEPGRAM_URL, DEEPGRAM_API_KEY } = cloud.env;
    await using hotline = await Hotline.open({
      env: { DEEPGRAM_URL: DEEPGRAM_URL!, DEEPGRAM_API_KEY: DEEPGRAM_API_KEY! },
    });
    await Promise.all(people.map((person, at) => talkTo(hotline, person, voices[at]!)));
    await hotline.tidy();
  });
}

async function talkTo(
  hotline: Hotline,
  { callerId, lead }: Person,
  { said }: Rehearsed,
): Promise<void> {
  await using call = hotline.dial({ callerId });
  for (const pcm of said.values()) {
    await call.waitForAgentTurn({ quietMs: 900 });
    await call.speak(pcm);
  }
  await call.ended;
  const { status, fields } = await hotline.stored(callerId);
  assert.equal(status, "qualified", callerId);
  for (const [key, value] of Object.entries(lead)) {
    assert.deepEqual(fields[key]?.value, value, `${key} of ${callerId}`);
  }
}

function personOf(index: number): Person {
  const [type, investmentType] = TYPES[index % TYPES.length]!;
  const [risk, riskTolerance] = RISKS[index % RISKS.length]!;
  const tens = index % TENS.length;
  const years = index % YEARS.length;
  const minor = (tens + 2) * 10_000 * 100;
  const months = (years + 2) * 12;
  return {
    callerId: `+120255501${index + 60}`,
    voice: index % 2 === 0 ? "kal16" : "rms",
    says: [
      type,
      `about ${TENS[tens]} thousand dollars`,
      risk,
      `in ${YEARS[years]} years`,
      "no thank you",
    ],
    lead: {
      investmentType: [investmentType],
      amount: { minMinor: minor, maxMinor: minor, currency: "USD" },
      riskTolerance,
      timeline: {
        minMonths: months,
        maxMonths: months,
        horizon: months <= 60 ? "medium" : "long",
      },
    },
  };
}
