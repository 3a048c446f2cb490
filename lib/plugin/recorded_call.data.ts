/** What a caller says in the recorded call that `plugin test` plays. Nobody's words: they are made up. */
export const RECORDED_LINES: readonly string[] = [
  "I want to put fifty thousand dollars into real estate",
  "moderate risk",
  "within two years",
  "yes, call me tomorrow at three",
  "yes",
  "my name is Alex Example",
  "no thanks",
];
