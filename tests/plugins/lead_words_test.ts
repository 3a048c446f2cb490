/** Amounts and people as other programs get them. */
import assert from "node:assert/strict";
import { minorUnits } from "../../lib/core/understand/currency.ts";
import { mayBeSame } from "../../plugins/identity.ts";
import { amountOf, plain } from "../../plugins/lead_words.ts";
import { evidence, leadOf } from "./delivering.ts";

/** Of every number of decimal places that the core knows, and some that it takes for two. */
const CURRENCIES = (
  "USD EUR JPY KRW VND CLP ISK UGX XAF XOF KWD BHD OMR JOD TND PYG RWF XPF CHF INR"
).split(" ");

Deno.test("amountOf() gives a CRM the amount that the core heard, in each currency", () => {
  for (const currency of CURRENCIES) {
    const amount = { minMinor: 1_500 * minorUnits(currency), maxMinor: null, currency };
    const told = amountOf(leadOf({ amount: evidence(amount, "fifteen hundred") }), "amount");
    assert.equal(Number(told?.major), 1_500, currency);
    assert.equal(plain(amount), `${currency} 1,500 and more`);
  }
});

Deno.test("mayBeSame() goes by the e-mail, then by the name, and by the line alone for nobody", () => {
  const named = (name: string, email: string | null = null) => {
    return { firstName: null, lastName: name === "" ? null : name, email };
  };
  assert.equal(mayBeSame(named("Ann", "a@x.org"), named("Bob", "A@x.org")), true);
  assert.equal(mayBeSame(named("Ann", "a@x.org"), named("Ann", "b@x.org")), false);
  assert.equal(mayBeSame(named("Ann", "a@x.org"), named(" ann ")), true);
  assert.equal(mayBeSame(named("Ann"), named("Bob")), false);
  assert.equal(mayBeSame(named("Ann"), named("")), true);
  assert.equal(mayBeSame(named("Ann"), named("", "e@x.org")), false);
  assert.equal(mayBeSame(named("", "e@x.org"), named("Ann")), false);
});
