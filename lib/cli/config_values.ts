/** Reads single variables; each one that is wrong becomes a sentence, and reading goes on. */
import { type Variable, type VariableName, VARIABLES } from "./config_variables.data.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Characters of a wrong value that a sentence shows. */
const SHOWN_CHARS = 60;
/** Spaces, line breaks and what a terminal might obey. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\s\u0000-\u001f\u007f-\u009f]+/g;
/** A user and password in an address, a query, and a key that was put into the wrong variable. */
const LIKE_A_SECRET = /(?<=\/\/).*(?=@)|(?<=\?).*|\b(sk|pk)-\S+|\b[0-9a-f]{32,}\b/gi;

/** What people call a variable that nobody else may read: TWILIO_AUTH_TOKEN, SMTP_PASSWORD. */
const SECRET_NAME = /(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|KEY|CREDENTIAL)S?$/i;

/** The values of variables whose name says that they are secret, ours and those of plugins. */
export function secretsIn(env: Environment): readonly string[] {
  return Object.entries(env)
    .filter(([name]) => SECRET_NAME.test(name))
    .map(([, value]) => value?.trim() ?? "")
    .filter((value) => value !== "");
}

export class Values {
  readonly #env: Environment;
  readonly #errors: string[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  /** One sentence per wrong variable, in the order of reading. */
  get errors(): readonly string[] {
    return this.#errors;
  }

  /** Empty or only spaces counts as not set. */
  isSet(name: VariableName): boolean {
    return (this.#env[name] ?? "").trim() !== "";
  }

  /** The value or the fallback, trimmed; "" when there is neither. */
  text(name: VariableName): string {
    return this.isSet(name) ? this.#env[name]!.trim() : VARIABLES[name].fallback;
  }

  /** Notes that `name` is wrong; `allowed` follows "it must be". */
  wrong(name: VariableName, allowed: string): void {
    this.#errors.push(`${name} is ${this.#found(name)}: it must be ${allowed}`);
  }

  /** A text in which spaces, line breaks and control characters would be a slip of copying. */
  word(name: VariableName, allowed: string, charsMax = 500): string {
    const text = this.text(name);
    if (text.search(CONTROL) >= 0 || text.length > charsMax) this.wrong(name, allowed);
    return text;
  }

  choice<Choice extends string>(name: VariableName, choices: readonly Choice[]): Choice {
    const text = this.text(name).toLowerCase();
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.wrong(name, `one of ${choices.join(", ")}`);
    return found ?? choices[0]!;
  }

  number(name: VariableName, range: NumberRange): number {
    const text = this.text(name);
    const number = /^-?\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
    const fits = number >= range.min && number <= range.max &&
      (range.whole === false || Number.isInteger(number));
    if (!fits) {
      const kind = range.whole === false ? "a number" : "a whole number";
      this.wrong(name, `${kind} from ${range.min} to ${range.max} (${range.unit})`);
    }
    return fits ? number : range.min;
  }

  /** An address of one of the schemes ("http:"), without user, password and fragment. */
  url(name: VariableName, schemes: readonly string[], example: string): URL | null {
    const text = this.text(name);
    const url = URL.canParse(text) ? new URL(text) : null;
    const clean = url !== null && schemes.includes(url.protocol) && url.hostname !== "" &&
      url.username === "" && url.password === "" && url.hash === "";
    if (clean) return url;
    this.wrong(name, `an address like ${example}, with no user, password or # in it`);
    return null;
  }

  /** What stands in the variable, fit to be shown: never a secret, never a password in an address. */
  #found(name: VariableName): string {
    if (!this.isSet(name)) return "not set";
    const text = this.text(name);
    const { secret }: Variable = VARIABLES[name];
    if (secret) return `a text of ${text.length} characters`;
    const shown = text.replace(LIKE_A_SECRET, "…").replace(CONTROL, " ");
    return `"${shown.length > SHOWN_CHARS ? `${shown.slice(0, SHOWN_CHARS)}…` : shown}"`;
  }
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  /** False lets fractions pass; whole numbers otherwise. */
  readonly whole?: false;
}
