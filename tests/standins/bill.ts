/** What a stand-in would ask to be paid, by prices and counts of its own: ours is held against it. */

/** US dollars as the providers' pages have them, for so many units. */
const PRICES: Readonly<
  Record<string, Readonly<Record<string, readonly [dollars: string, per: number]>>>
> = {
  "gpt-5.4-mini": {
    input: ["0.75", 1e6],
    cachedInput: ["0.075", 1e6],
    output: ["4.50", 1e6],
  },
  "tts-1": { characters: ["15", 1e6] },
  "gpt-4o-mini-tts": { input: ["0.60", 1e6], audioMinutes: ["0.015", 1] },
  "nova-2": { audioMinutes: ["0.0058", 1] },
};

export interface BillLine {
  readonly model: string;
  /** By the names of the provider's page. */
  readonly counts: Readonly<Record<string, number>>;
}

export class Bill {
  readonly lines: BillLine[] = [];

  add(model: string, counts: BillLine["counts"]): void {
    this.lines.push({ model, counts });
  }

  get dollars(): number {
    return this.lines.reduce((sum, line) => sum + dollarsOf(line), 0);
  }

  /** Of all lines together. */
  count(name: string): number {
    return this.lines.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
  }
}

function dollarsOf({ model, counts }: BillLine): number {
  const prices = PRICES[model];
  if (!prices) throw new Error(`The stand-in has no price of ${model}`);
  return Object.entries(counts).reduce((sum, [name, count]) => {
    const [dollars, per] = prices[name] ?? ["0", 1];
    return sum + Number(dollars) * count / per;
  }, 0);
}
