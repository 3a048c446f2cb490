/** Where the lab draws the line between a voice and a quiet line. */

/**
 * RMS of 20 ms above this is a voice: speech arrives at -20 to -35 dBFS, an idle G.711 line, and
 * silence that an agent sends to keep the line open, below -65 dBFS.
 */
export const LOUD_DBFS = -50;
