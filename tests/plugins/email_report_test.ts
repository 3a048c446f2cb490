/** The mail that a server takes in, after a real dialogue. */
import assert from "node:assert/strict";
import type { Report } from "../../lib/plugin/contract.ts";
import { emailReport } from "../../plugins/email_report/mod.ts";
import { SmtpStandIn } from "../standins/smtp.ts";
import { Delivering } from "./delivering.ts";

const report: Report = {
  period: "day",
  firstDay: "2026-05-04",
  fromMs: Date.parse("2026-05-03T22:00Z"),
  toMs: Date.parse("2026-05-04T22:00Z"),
  calls: 12,
  handedOver: 2,
  meanSeconds: 94,
  leads: { qualified: 5, incomplete: 3, not_interested: 2, human_requested: 1 },
  endings: [{ reason: "goodbye", calls: 9 }, { reason: "hung_up", calls: 3 }],
};
const login = { user: "parley", password: "a password" };
const owed = { callId: null, key: "report:day:2026-05-04:email_report", report };

function mailer(smtp: SmtpStandIn, more: object = {}, password = login.password): Delivering {
  const settings = {
    ...{ host: "127.0.0.1", port: smtp.port, from: "parley@example.com" },
    ...{ to: ["boss@example.com", "ops@example.com"], ...more },
  };
  const env = { SMTP_USER: login.user, SMTP_PASSWORD: password };
  return new Delivering(emailReport(), { settings, env });
}

Deno.test("email_report mails the day's numbers as text and HTML", async () => {
  await using smtp = new SmtpStandIn({ login });
  const { receipt } = await mailer(smtp).deliver("report_due", owed);
  const [mail] = smtp.mails;
  assert.equal(mail!.from, "parley@example.com");
  assert.deepEqual(mail!.to, ["boss@example.com", "ops@example.com"]);
  assert.match(mail!.text, /^Subject: Parley: 12 calls on 2026-05-04$/m);
  assert.match(mail!.text, /^Content-Type: multipart\/alternative/m);
  assert.match(mail!.text, /^Qualified leads +5$/m);
  assert.match(mail!.text, /<td[^>]*>Qualified leads<\/td>/);
  const id = "<report.day.2026-05-04.email_report@example.com>";
  assert.equal(receipt?.["message"], id);
  assert.ok(mail!.text.includes(`Message-ID: ${id}`));
});

Deno.test("email_report keeps its Message-ID over attempts, so that a second copy is known as one", async () => {
  await using smtp = new SmtpStandIn({ login });
  smtp.faults.next({ type: "reset", when: "after" });
  await assert.rejects(mailer(smtp).deliver("report_due", owed), { name: "RetryLater" });
  await mailer(smtp).deliver("report_due", { ...owed, attempt: 2 });
  const ids = smtp.mails.map(({ text }) => /^Message-ID: (.*)$/m.exec(text)?.[1]);
  assert.deepEqual([ids.length, new Set(ids).size], [2, 1]);
});

Deno.test("email_report tries again what may pass, and gives up what the server refuses for good", async () => {
  await using smtp = new SmtpStandIn({ login });
  smtp.faults.next({ type: "status", status: 451 });
  await assert.rejects(mailer(smtp).deliver("report_due", owed), {
    ...{ name: "RetryLater", message: "The mail server answered 451" },
  });
  const nobody = mailer(smtp, { to: ["nobody@example.com"] });
  await assert.rejects(nobody.deliver("report_due", owed), { name: "GiveUp" });
  const wrong = mailer(smtp, {}, "wrong").deliver("report_due", owed);
  await assert.rejects(wrong, { name: "RetryLater", pauses: true });
  assert.equal(smtp.mails.length, 0);
});
