/** Sounds that people make without wanting to speak, 8000 Hz. */

const RATE_HZ = 8_000;

/** About a quarter of a second of rough noise. */
export function cough(random: () => number): Int16Array {
  const ms = 180 + random() * 120;
  let last = 0;
  return shaped(ms, (atMs) => {
    last = 0.6 * last + 0.4 * (random() * 2 - 1); // little above 2 kHz
    return last * 2 * Math.min(1, atMs / 10) * Math.exp(-atMs / 90);
  });
}

/** "Mm-hm": two hums, the second one higher. */
export function hum(random: () => number): Int16Array {
  const pitchHz = 100 + random() * 100;
  return shaped(340, (atMs) => {
    if (atMs > 140 && atMs < 180) return 0;
    const hz = atMs < 160 ? pitchHz : pitchHz * 1.25;
    const turns = 2 * Math.PI * hz * atMs / 1_000;
    return 0.5 * Math.sin(turns) + 0.25 * Math.sin(2 * turns) + 0.1 * Math.sin(3 * turns);
  });
}

/** One knock on the table. */
export function knock(random: () => number): Int16Array {
  return shaped(60, (atMs) => (random() * 2 - 1) * Math.exp(-atMs / 15));
}

/** A room full of people from afar: a low murmur that comes and goes, at -35 dBFS. */
export function murmur(samples: number, random: () => number): Int16Array {
  let [near, far] = [0, 0];
  return Int16Array.from({ length: samples }, (_, at) => {
    near = 0.9 * near + random() * 2 - 1;
    far = 0.8 * far + near;
    return 110 * far * (0.6 + 0.4 * Math.sin(2 * Math.PI * 3.1 * at / RATE_HZ));
  });
}

/** At about -20 dBFS, as speech is. */
function shaped(ms: number, wave: (atMs: number) => number): Int16Array {
  return Int16Array.from({ length: Math.round(ms * RATE_HZ / 1_000) }, (_, at) => {
    return 9_000 * wave(at * 1_000 / RATE_HZ);
  });
}
