/** The shortest talk that leaves a lead: three questions that a word or a key answers. */
import type { Campaign } from "../../../lib/core/campaign.ts";
import { clinicAppointment } from "../clinic_campaign.data.ts";

export const shortTalk: Campaign = {
  ...clinicAppointment,
  id: "short_talk",
  name: "a short talk about a home",
  language: "en-US",
  country: "US",
  currency: "USD",
  fields: [
    {
      key: "owner",
      kind: { type: "yes_no" },
      question: "Do you own a home?",
      reask: "Is your home your own?",
      confirm: "Your own home: {value}. Right?",
      readBack: false,
    },
    {
      key: "goal",
      kind: {
        type: "choice",
        multiple: false,
        options: [
          { id: "garden", say: "a garden", phrases: ["[a|the|my] (garden|gardens)"] },
          { id: "roof", say: "a roof", phrases: ["[a|the|my] [new] (roof|roofs)"] },
        ],
      },
      question: "A garden, or a roof?",
      reask: "Is it a roof?",
      confirm: "So it is {value}. Right?",
      readBack: false,
    },
  ],
  lines: {
    ...clinicAppointment.lines,
    greeting: "Hello.",
    disclosure: "I am an AI.",
    askCallback: "May we call you back?",
    saved: "That is saved.",
    goodbye: "Goodbye.",
  },
};

/** What the caller says to a question, and the key that means the same. */
export const ANSWERS: readonly {
  readonly asked: readonly string[];
  readonly says: string;
  readonly key: string;
}[] = [
  { asked: ["Do you own a home?", "Is your home your own?"], says: "yes I own a home", key: "1" },
  {
    asked: ["A garden, or a roof?", "Is it a roof?"],
    says: "a new roof please",
    key: "2",
  },
  { asked: ["May we call you back?"], says: "no, not needed", key: "2" },
];

/** What the model says to everything. */
export const MODEL_SAYS = "Good, that is noted down.";
