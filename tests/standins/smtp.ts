/** A mail server that speaks SMTP (RFC 5321): greeting, login, envelope, data, and refusals. */
import { FaultPlan } from "./faults.ts";

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body, as they came. */
  readonly text: string;
}

export interface SmtpOptions {
  /** Who may send; nobody has to log in without. */
  readonly login?: { readonly user: string; readonly password: string };
}

const ADDRESS = /^(?:MAIL FROM|RCPT TO):<([^\s<>@]+@[^\s<>@]+)>/i;

interface Envelope {
  isLoggedIn: boolean;
  from: string | null;
  to: string[];
}

export class SmtpStandIn implements AsyncDisposable {
  readonly mails: Mail[] = [];
  /** "status": the reply to the mail's end; "reset" after: taken, and nobody is told. */
  readonly faults = new FaultPlan();
  readonly #options: SmtpOptions;
  readonly #listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  readonly #open = new Set<Deno.Conn>();
  readonly #serving: Promise<void>;

  constructor(options: SmtpOptions = {}) {
    this.#options = options;
    this.#serving = this.#serve();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#open) close(connection);
    await this.#serving;
  }

  async #serve(): Promise<void> {
    const talks: Promise<void>[] = [];
    for await (const connection of this.#listener) {
      this.#open.add(connection);
      const talk = this.#talk(connection).catch(() => {}) // the other side has gone
        .finally(() => {
          this.#open.delete(connection);
          close(connection);
        });
      talks.push(talk);
    }
    await Promise.all(talks);
  }

  async #talk(connection: Deno.Conn): Promise<void> {
    const say = (line: string) => writeAll(connection, `${line}\r\n`);
    const envelope: Envelope = { isLoggedIn: !this.#options.login, from: null, to: [] };
    await say("220 mail.test ESMTP");
    const lines = linesOf(connection);
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      const verb = next.value.slice(0, 4).toUpperCase();
      if (verb === "QUIT") return await say("221 Bye");
      if (verb !== "DATA") {
        await say(this.#reply(next.value, verb, envelope));
        continue;
      }
      if (envelope.to.length === 0) {
        await say("503 No valid recipients");
        continue;
      }
      await say("354 End data with <CR><LF>.<CR><LF>");
      const answer = this.#end(envelope, await dataOf(lines));
      if (answer === null) return;
      await say(answer);
    }
  }

  #reply(line: string, verb: string, envelope: Envelope): string {
    switch (verb) {
      case "EHLO":
        return "250-mail.test\r\n250-SIZE 10485760\r\n250-8BITMIME\r\n250 AUTH PLAIN";
      case "HELO":
      case "NOOP":
        return "250 OK";
      case "RSET":
        Object.assign(envelope, { from: null, to: [] });
        return "250 OK";
      case "AUTH":
        envelope.isLoggedIn = this.#isKnown(line);
        return envelope.isLoggedIn ? "235 Authentication successful" : "535 Authentication failed";
      case "MAIL":
        return this.#sender(line, envelope);
      case "RCPT":
        return this.#recipient(line, envelope);
      default:
        return "502 Command not implemented";
    }
  }

  #isKnown(line: string): boolean {
    const { login } = this.#options;
    const [, plain] = /^AUTH PLAIN ([\w+/=]+)$/i.exec(line) ?? [];
    return login !== undefined && plain !== undefined &&
      atob(plain) === `\0${login.user}\0${login.password}`;
  }

  #sender(line: string, envelope: Envelope): string {
    if (!envelope.isLoggedIn) return "530 Authentication required";
    const [, address] = ADDRESS.exec(line) ?? [];
    if (address === undefined) return "501 Syntax: MAIL FROM:<address>";
    Object.assign(envelope, { from: address, to: [] });
    return "250 OK";
  }

  #recipient(line: string, envelope: Envelope): string {
    if (envelope.from === null) return "503 Need MAIL command";
    const [, address] = ADDRESS.exec(line) ?? [];
    if (address === undefined) return "501 Syntax: RCPT TO:<address>";
    if (address.startsWith("nobody@")) return "550 No such user here";
    envelope.to.push(address);
    return "250 OK";
  }

  /** Null: the connection breaks instead of an answer. */
  #end(envelope: Envelope, text: string): string | null {
    const fault = this.faults.take();
    if (fault?.type === "status") return `${fault.status} Try again`;
    if (fault?.type === "reset" && fault.when === "before") return null;
    this.mails.push({ from: envelope.from!, to: [...envelope.to], text });
    Object.assign(envelope, { from: null, to: [] });
    return fault?.type === "reset" ? null : "250 OK: queued";
  }
}

async function* linesOf(connection: Deno.Conn): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16_384);
  let rest = "";
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return;
    const lines = (rest + decoder.decode(buffer.subarray(0, count), { stream: true })).split(
      "\r\n",
    );
    rest = lines.pop()!;
    yield* lines;
  }
}

/** Up to the line with a dot alone; a line that begins with one has had another put before it. */
async function dataOf(lines: AsyncGenerator<string>): Promise<string> {
  const taken: string[] = [];
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    if (next.value === ".") break;
    taken.push(next.value.startsWith("..") ? next.value.slice(1) : next.value);
  }
  return taken.join("\n");
}

async function writeAll(connection: Deno.Conn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length;) from += await connection.write(bytes.subarray(from));
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // it has ended by itself
  }
}
