/**
 * The one scale of confidence. What lies below `CONFIRM_BELOW` (0.6, see `qualification.ts`) is
 * read back as a question.
 */

/** Said plainly. */
export const PLAIN = 0.95;
/** "About", "around", "-ish", "a couple of": one value stands for what is near it. */
export const APPROXIMATE = 0.8;
/** "Maybe", "I guess", or what follows only from the question that was asked. */
export const HEDGED = 0.6;
/** More than one reading is likely: it has to be confirmed. */
export const DOUBTFUL = 0.5;
