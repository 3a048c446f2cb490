/** Yes and no, wishes that are no answer, and corrections of amounts and times. */
import { drawValue, noted as notedSum, sayOne, spoken } from "./amounts.ts";
import { noted as notedSpan, say as saySpan } from "./durations.ts";
import { around, type Draw, fill, plainly, type SpokenForm } from "./form.ts";

const YES = (
  "yes|yeah|yep|yup|sure|of course|that's right|correct|exactly|that is correct|right|" +
  "absolutely|yes please|yes that's right|you got it|uh huh|mm hmm|okay|sounds good|" +
  "yes it is|definitely|yes sir|yes ma'am|indeed|certainly|ok|yes exactly|that's it|by all means|" +
  "yes of course|yeah that's right|yeah sure|i do|perfect|affirmative|all right|for sure|totally|" +
  "yes yes|yeah yeah|oh yes|yes i do|right you are|spot on|that's fine|sure thing"
).split("|");
const NO = (
  "no|nope|nah|no thanks|no thank you|not really|no way|absolutely not|no that's wrong|" +
  "that's not right|no it isn't|incorrect|wrong|definitely not|uh uh|negative|" +
  "no not at all|not at all|i don't think so|no sir|certainly not|no no|of course not|" +
  "no please don't|oh no|no that is not correct|that's incorrect|not quite|never"
).split("|");
/** Only a question for agreement is answered so. */
const AGREES = (
  "go ahead|yes please do|please do|that would be great|i'd like that|why not|i guess so|fine with me|" +
  "that works|you may|sure go ahead|works for me|i agree|that would be nice|i'd love that|go for it|" +
  "yes call me|you can call me|no problem|i don't mind|sure why not|that's okay with me|happy to"
).split("|");
const DECLINES = (
  "i'd rather not|please don't|don't call me|no need|i don't want a call|not necessary|" +
  "no calls please|i'd prefer not to|no i'd rather not|please don't call|i'll pass|" +
  "i'd rather you didn't|i'll call you|no call please|that won't be necessary|not interested in a call"
).split("|");

/** Before a yes or a no, "uh" would be half of another one. */
function opened(draw: Draw, said: string): string {
  return plainly(draw, draw.one(["", "", "", "well ", "oh ", "okay so "]) + said);
}

export function yesOrNo(draw: Draw): SpokenForm {
  const yes = draw.chance(0.5);
  return {
    kind: yes ? "yes" : "no",
    asked: "confirm_amount",
    said: opened(draw, draw.one(yes ? YES : NO)),
    noted: { says: yes ? "yes" : "no" },
  };
}

export function callback(draw: Draw): SpokenForm {
  const wanted = draw.chance(0.5);
  const said = draw.one(wanted ? [...YES, ...AGREES] : [...NO.filter(agreement), ...DECLINES]);
  return {
    kind: wanted ? "callback: agreed" : "callback: declined",
    asked: "callback",
    said: opened(draw, said),
    noted: { callback: { wanted, at: null, consent: wanted } },
  };
}

/** "That's wrong" answers no offer. */
function agreement(said: string): boolean {
  return !/wrong|correct|right|isn't|quite/.test(said);
}

const WISHES = {
  person: ("can i speak to a person|i want to talk to a human|let me speak to someone|" +
    "put me through to an agent|i'd like to speak to a real person|give me a human|" +
    "is there a human i can talk to|get me a representative|operator please").split("|"),
  are_you_a_robot: ("are you a robot|are you human|am i talking to a machine|is this a recording|" +
    "are you a real person|are you an ai|is this a bot").split("|"),
  repeat: ("what did you say|can you repeat that|sorry what was that|say that again|pardon|" +
    "could you repeat the question|i didn't catch that|come again|what was the question").split(
      "|",
    ),
  dont_know: ("i don't know|i have no idea|no idea|i'm not sure|not sure|i haven't decided yet|" +
    "hard to say|i couldn't tell you|dunno|i don't know yet|no clue").split("|"),
  refuse: ("i'd rather not say|none of your business|i don't want to answer that|" +
    "i'd prefer not to say|that's private|i won't tell you|that's personal").split("|"),
  not_interested:
    "i'm not interested|not interested|take me off your list|stop calling me|i don't want to invest"
      .split("|"),
  wait: "hold on|one moment please|hang on a second|give me a second|just a minute|wait a moment"
    .split("|"),
} as const;

export function wish(draw: Draw): SpokenForm {
  const says = draw.one(Object.keys(WISHES) as (keyof typeof WISHES)[]);
  const asked = draw.one(["type", "amount", "risk", "timeline"] as const);
  return { kind: "wish", asked, said: opened(draw, draw.one(WISHES[says])), noted: { says } };
}

const CHANGES = (
  "A, no, B|A no wait B|A, sorry, B|A, I mean B|A, make that B|A. No, B.|not A, B|not A but B|B, not A|" +
  "A, scratch that, B|A, or rather B|A, actually B|I said B, not A|A, correction, B|" +
  "A, no no, B|A, wait, no, B|A, let me correct that, B|A, no sorry, B|A, excuse me, B"
).split("|");

/** A sum or a span of time that the caller takes back at once. */
export function corrected(draw: Draw): SpokenForm {
  const way = draw.one(CHANGES);
  if (draw.chance(0.4)) {
    const [wrong, right] = [draw.between(1, 12) * 12, draw.between(13, 30) * 12];
    const said = fill(way, { A: saySpan(draw, wrong), B: saySpan(draw, right) });
    return {
      kind: "correction: timeline",
      asked: "timeline",
      said: around(draw, said),
      noted: { timeline: notedSpan(right, right) },
    };
  }
  const [wrong, right] = [drawValue(draw), drawValue(draw)];
  const { said: words, currency } = sayOne(draw, right);
  const said = fill(way, { A: spoken(draw, wrong), B: words });
  return {
    kind: "correction: amount",
    asked: "amount",
    said: around(draw, said),
    noted: { amount: notedSum({ low: right, high: right, currency }) },
  };
}

const TO_CONFIRM =
  "no B|no, B|no it's B|no i said B|nope B|no make it B|no, it was B|that's wrong, B|no B not A"
    .split("|");

/** "Did you say fifty thousand dollars?" "No, fifteen thousand." */
export function denied(draw: Draw): SpokenForm {
  const right = drawValue(draw);
  const { said: words, currency } = sayOne(draw, right);
  const said = fill(draw.one(TO_CONFIRM), { A: "fifty thousand", B: words });
  return {
    kind: "correction: denied",
    asked: "confirm_amount",
    said: around(draw, said),
    noted: { amount: notedSum({ low: right, high: right, currency }) },
  };
}

/** Several answers in one breath. */
export function several(draw: Draw): SpokenForm {
  const value = draw.between(3, 60) * 5_000;
  const months = draw.between(1, 25) * 12;
  const [type, typeSaid] = draw.one(
    [
      ["bonds", "bonds"],
      ["stocks", "tech stocks"],
      ["funds", "index funds"],
      ["crypto", "bitcoin"],
      ["real_estate", "real estate"],
    ] as const,
  );
  const [risk, riskSaid] = draw.one(
    [["conservative", "low risk"], ["moderate", "medium risk"], [
      "aggressive",
      "high risk",
    ]] as const,
  );
  let { said: sum, currency } = sayOne(draw, value);
  while (/\b(zero|oh)\b/.test(sum)) ({ said: sum, currency } = sayOne(draw, value)); // digits alone may be a number to dial
  const span = saySpan(draw, months);
  const said = draw.one([
    `i have ${sum} for ${typeSaid}, ${riskSaid}, for ${span}`,
    `${typeSaid}, ${sum}, ${riskSaid}, ${span}`,
    `i want to put ${sum} into ${typeSaid} for ${span} and i'd like ${riskSaid}`,
    `${typeSaid} with ${riskSaid}. I have ${sum} and about ${span}.`.replace("about ", ""),
  ]);
  return {
    kind: "several answers",
    asked: "type",
    said: around(draw, said),
    noted: {
      type: [type],
      risk,
      amount: notedSum({ low: value, high: value, currency }),
      timeline: notedSpan(months, months),
    },
  };
}
