/** The numbers of each day and week by e-mail, as HTML and as text. See README.md. */
import { createTransport } from "nodemailer";
import { z } from "zod";
import {
  definePlugin,
  type Delivered,
  type Delivery,
  GiveUp,
  RetryLater,
} from "../../lib/plugin/contract.ts";
import type { Reach } from "../destination.ts";
import { reportHtml, reportSubject, reportText } from "./report.ts";

/** A server that says nothing for so long is tried again later. */
const ANSWER_MS = 20_000;

const settings = z.object({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(587),
  /** TLS from the first byte (port 465); otherwise STARTTLS is asked for, and required. */
  secure: z.boolean().default(false),
  from: z.email(),
  to: z.array(z.email()).min(1).max(50),
  periods: z.array(z.enum(["day", "week"])).default(["day", "week"]),
});

type Settings = z.output<typeof settings>;

export const emailReport = () =>
  definePlugin({
    name: "email_report",
    version: "1.0.0",
    settings,
    permissions: { env: ["SMTP_USER", "SMTP_PASSWORD"] },
    reaches: ({ host, port }) => [`${host}:${port}`],
    deliver: { report_due: mail },
  });

async function mail(
  delivery: Delivery<"report_due">,
  context: Reach<Settings>,
): Promise<Delivered> {
  const { report, key } = delivery;
  const { settings, env } = context;
  if (!settings.periods.includes(report.period)) return {};
  const { host, port, secure, from, to } = settings;
  const isLoopback = ["127.0.0.1", "::1", "localhost"].includes(host);
  const [user, pass] = [env["SMTP_USER"], env["SMTP_PASSWORD"]];
  const transport = createTransport({
    ...{ host, port, secure, requireTLS: !secure && !isLoopback, ignoreTLS: isLoopback },
    ...(user && pass ? { auth: { user, pass } } : {}),
    ...{ connectionTimeout: ANSWER_MS, greetingTimeout: ANSWER_MS, socketTimeout: ANSWER_MS },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const messageId = `<${key.replace(/[^\w.-]/g, ".")}@${from.split("@")[1]}>`;
  try {
    await transport.sendMail({
      ...{ from, to, messageId, subject: reportSubject(report) },
      ...{ text: reportText(report), html: reportHtml(report) },
    });
    return { receipt: { message: messageId } };
  } catch (error) {
    throw refusalOf(error);
  } finally {
    transport.close();
  }
}

/** A reply of 5xx is final (RFC 5321); a wrong password is not: a person puts it right. */
function refusalOf(error: unknown): Error {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const reason = `The mail server answered ${responseCode ?? code ?? "nothing"}`;
  if (code === "EAUTH") {
    const check = `${reason}: check SMTP_USER and SMTP_PASSWORD`;
    return new RetryLater({ afterMs: 15 * 60_000, reason: check, pauses: true });
  }
  if (responseCode !== undefined && responseCode >= 500) return new GiveUp({ reason });
  return new RetryLater({ reason });
}
