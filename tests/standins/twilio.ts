/** Twilio's messages: no idempotency key, a list to look in, people who said STOP, signed callbacks. */
import { HttpService } from "./http_service.ts";

export const ACCOUNT_SID = `AC${"0123456789abcdef".repeat(2)}`;
export const AUTH_TOKEN = "test-auth-token";
const PARAMETERS = new Set(
  "To From MessagingServiceSid Body StatusCallback MediaUrl ValidityPeriod".split(" "),
);
const BODY_CHARS_MAX = 1_600;

export interface SentSms {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  /** Empty where the account keeps no words. */
  body: string;
  readonly createdAtMs: number;
  readonly statusUrl: string | null;
}

export class TwilioStandIn extends HttpService {
  readonly sent: SentSms[] = [];
  /** Numbers whose people said STOP. */
  readonly stopped = new Set<string>();
  readonly deleted: string[] = [];
  /** Messages that the network has not taken yet: they can't be deleted. */
  readonly onTheirWay = new Set<string>();

  protected failed(status: number): unknown {
    return problem(status === 429 ? 20_429 : 20_500, "Something failed", status);
  }

  protected async answer(request: Request, url: URL): Promise<Response> {
    const wanted = `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}`;
    if (request.headers.get("authorization") !== wanted) {
      return refused(401, 20_003, "Authenticate");
    }
    const messages = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages`;
    if (url.pathname === `${messages}.json`) {
      if (request.method === "GET") return this.#list(url);
      if (request.method === "POST") return this.#send(new URLSearchParams(await request.text()));
    }
    const sid = /\/Messages\/(SM[0-9a-f]{32})\.json$/.exec(url.pathname)?.[1];
    if (sid !== undefined && request.method === "DELETE") return this.#remove(sid);
    return refused(404, 20_404, "The requested resource was not found");
  }

  /** What Twilio posts when a message's status changes, or an answer comes, signed as it signs. */
  async callback(sms: SentSms, fields: Readonly<Record<string, string>>): Promise<Request> {
    const form = new URLSearchParams({
      AccountSid: ACCOUNT_SID,
      ApiVersion: "2010-04-01",
      From: sms.from,
      MessageSid: sms.sid,
      SmsSid: sms.sid,
      To: sms.to,
      ...fields,
    });
    const text = sms.statusUrl! +
      [...form.keys()].sort().map((name) => name + form.get(name)).join("");
    const how = { name: "HMAC", hash: "SHA-1" };
    const secret = new TextEncoder().encode(AUTH_TOKEN);
    const key = await crypto.subtle.importKey("raw", secret, how, false, ["sign"]);
    const bytes = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
    const signature = btoa(String.fromCharCode(...new Uint8Array(bytes)));
    const headers = { "x-twilio-signature": signature };
    return new Request(sms.statusUrl!, { method: "POST", headers, body: form });
  }

  #send(form: URLSearchParams): Response {
    const unknown = [...form.keys()].find((name) => !PARAMETERS.has(name));
    const [to, from, body] = [form.get("To"), form.get("From"), form.get("Body")];
    const service = form.get("MessagingServiceSid");
    if (unknown) return refused(400, 21_200, `Unknown parameter ${unknown}`);
    if (!to || !/^\+[1-9]\d{6,14}$/.test(to)) return refused(400, 21_211, "Invalid 'To' number");
    if (!from && !service) return refused(400, 21_603, "A 'From' number is required");
    if (!body) return refused(400, 21_602, "Message body is required");
    if (body.length > BODY_CHARS_MAX) return refused(400, 21_617, "The body exceeds the limit");
    if (this.stopped.has(to)) {
      return refused(400, 21_610, "Attempt to send to unsubscribed recipient");
    }
    const sms: SentSms = {
      sid: `SM${crypto.randomUUID().replaceAll("-", "")}`,
      ...{ to, from: from ?? service!, body, createdAtMs: this.now() },
      statusUrl: form.get("StatusCallback"),
    };
    this.sent.push(sms);
    return Response.json(shown(sms), { status: 201 });
  }

  /** Newest first, page by page. */
  #list(url: URL): Response {
    const size = Number(url.searchParams.get("PageSize") ?? 50);
    const page = Number(url.searchParams.get("Page") ?? 0);
    const to = url.searchParams.get("To");
    const from = url.searchParams.get("From");
    const until = Date.parse(url.searchParams.get("DateSent<") ?? "9999-01-01");
    const all = this.sent.filter((sms) =>
      (to === null || sms.to === to) && (from === null || sms.from === from) &&
      sms.createdAtMs <= until
    ).reverse();
    const messages = all.slice(page * size, (page + 1) * size).map(shown);
    const next = new URL(url);
    next.searchParams.set("Page", String(page + 1));
    const isLast = (page + 1) * size >= all.length;
    const next_page_uri = isLast ? null : `${next.pathname}${next.search}`;
    return Response.json({ messages, page, page_size: size, next_page_uri });
  }

  #remove(sid: string): Response {
    const at = this.sent.findIndex((sms) => sms.sid === sid);
    if (at < 0) return refused(404, 20_404, "The requested resource was not found");
    if (this.onTheirWay.has(sid)) {
      return refused(409, 20_009, "Cannot delete message, its delivery is not complete");
    }
    this.sent.splice(at, 1);
    this.deleted.push(sid);
    return new Response(null, { status: 204 });
  }
}

function shown({ sid, to, from, body, createdAtMs }: SentSms) {
  const created = new Date(createdAtMs).toUTCString().replace("GMT", "+0000");
  return {
    ...{
      sid,
      account_sid: ACCOUNT_SID,
      to,
      from,
      body,
      status: "queued",
      direction: "outbound-api",
      messaging_service_sid: from.startsWith("MG") ? from : null,
    },
    ...{ num_segments: "1", price: null, price_unit: "USD", error_code: null },
    ...{ date_created: created, date_updated: created, date_sent: null },
  };
}

function problem(code: number, message: string, status: number) {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

function refused(status: number, code: number, message: string): Response {
  return Response.json(problem(code, message, status), { status });
}
