/** A second campaign: the core must run it without knowing anything about clinics. */
import type { Campaign } from "../../lib/core/campaign.ts";

export const clinicAppointment: Campaign = {
  id: "clinic_appointment",
  version: 1,
  name: "making an appointment at a clinic",
  language: "en-GB",
  country: "GB",
  currency: "GBP",
  fields: [
    {
      key: "reason",
      kind: {
        type: "choice",
        multiple: false,
        options: [
          {
            id: "checkup",
            say: "a check-up",
            phrases: [
              "[a|an|my|annual|yearly|routine|regular|general] (check up|checkup|physical|examination|exam|health check)",
              "(blood test|blood work|screening)",
            ],
          },
          {
            id: "vaccination",
            say: "a vaccination",
            phrases: [
              "[a|my|flu|travel|tetanus|booster] (vaccination|vaccinations|vaccine|vaccines|shot|shots|jab|jabs|booster|immunization)",
            ],
          },
          {
            id: "pain",
            say: "pain",
            phrases: [
              "[back|knee|chest|stomach|neck|shoulder|a lot of] (pain|pains|ache|aches)",
              "(headache|headaches|backache|toothache|migraine|migraines)",
              "my [whole] (back|knee|head|neck|stomach|shoulder|foot|hand) [really] (hurts|aches)",
              "it hurts",
            ],
          },
          {
            id: "prescription",
            say: "a prescription",
            phrases: [
              "[a|my|another|new|repeat] (prescription|prescriptions|refill|refills)",
              "(more|new) (pills|tablets|medicine|medication)",
            ],
          },
        ],
      },
      question: "What brings you to us? A check-up, a vaccination, pain, or a prescription?",
      reask: "Please tell me in a few words why you would like to come.",
      confirm: "So it is about {value}. Is that right?",
      readBack: false,
    },
    {
      key: "firstVisit",
      kind: { type: "yes_no" },
      question: "Is this your first visit to our clinic?",
      reask: "Have you never been to our clinic before?",
      confirm: "First visit: {value}. Is that right?",
      readBack: false,
    },
    {
      key: "when",
      kind: { type: "when" },
      question: "Which day and time would suit you?",
      reask: "Please name a day and a time.",
      confirm: "I understood {value}. Is that right?",
      readBack: true,
    },
  ],
  lines: {
    greeting: "Good day, this is the clinic.",
    disclosure: "You are speaking with an AI assistant.",
    askCallback: "May we call you back to confirm the appointment?",
    askCallbackTime: "When may we call?",
    confirmPhone: "Shall we use {value}?",
    askPhone: "Which number can we reach you on?",
    notUnderstood: "I am sorry, I did not get that.",
    stillThere: "Are you still there?",
    letMeSee: "Let me see.",
    oneMoment: "One moment, please.",
    iAmAnAi: "Yes, I am an AI assistant.",
    personAsked: "I will ask the reception to ring you.",
    puttingThrough: "I will connect you with the reception.",
    nobodyFree: "I am afraid the reception is busy.",
    notInterested: "No problem at all.",
    accepted: "Thank you.",
    noProblem: "That's fine.",
    takeYourTime: "Take your time.",
    readBack: "I have put down {value}.",
    noAdvice: "I can't give medical advice. Our doctors can.",
    saved: "Your request is saved.",
    notSaved: "I have written your request down.",
    goodbye: "Thank you for calling. Goodbye.",
    silentGoodbye: "I can't hear you, so I will hang up. Goodbye.",
    tooLong: "I am afraid our time is up.",
    apology: "I am sorry, I have to interrupt our call.",
  },
  keypad: {
    choice: "For {option}, press {digit}.",
    yesNo: "Press 1 for yes, or 2 for no.",
    number: "Enter the number, then press the hash key.",
    years: "Enter the number of years, then press the hash key.",
    person: "For the reception, press 0.",
  },
  scoring: {
    rules: [
      { when: [{ field: "firstVisit", is: "yes" }], points: 30, why: "Has not been here before." },
      {
        when: [{ field: "reason", is: "one_of", options: ["pain"] }],
        points: 50,
        why: "Comes because of {value}.",
      },
    ],
    disqualifiers: [],
  },
};
