/**
 * How fast an agent speaks that is to speak slowly, of its usual rate. Listeners notice a change from 5 % on
 * (Quené, On the just noticeable difference for tempo in speech, 2007): three times that is plain, and no drawl.
 */
export const SLOW_RATE = 0.85;
