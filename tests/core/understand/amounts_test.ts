import { money, testValues } from "./asking.ts";

const amount = { type: "field", key: "amount" } as const;

testValues("amount", amount, [
  ["fifty thousand dollars", money(50_000)],
  ["50k", money(50_000)],
  ["50 k", money(50_000)],
  ["fifty k", money(50_000)],
  ["$50,000.00", money(50_000)],
  ["50 000", money(50_000)],
  ["ten grand", money(10_000)],
  ["a grand", money(1_000)],
  ["five hundred", money(500)],
  ["twelve hundred", money(1_200)],
  ["fifteen hundred bucks", money(1_500)],
  ["two and a half thousand", money(2_500)],
  ["one hundred and twenty thousand five hundred", money(120_500)],
  ["1.5 mil", money(1_500_000)],
  ["one point two million", money(1_200_000)],
  ["half a million", money(500_000)],
  ["a quarter million", money(250_000)],
  ["three quarters of a million", money(750_000)],
  ["a million and a half", money(1_500_000)],
  ["a couple hundred thousand", money(200_000)],
  ["a couple thousand", money(2_000)],
  ["five zero zero zero zero", money(50_000)],
  ["seventy five hundred", money(7_500)],
  ["a hundred ten thousand", money(110_000)],
  ["a hundred and fifty thou", money(150_000)],
  ["to hundred thousand", money(200_000)],
  ["um like uh thirty thousand i guess", money(30_000)],
  ["it is about eighty five thousand", money(85_000)],
  ["i would say 20 grand give or take", money(20_000)],
  ["fifty thousend dolars", money(50_000)],
  ["fourty five thousand", money(45_000)],
  ["five lakh", money(500_000)],
  ["FIFTY THOUSAND", money(50_000)],
  ["all of it, sixty thousand", money(60_000)],
  ["fifty no sixty thousand", money(60_000)],
  ["forty grand no hang on fifty grand", money(50_000)],
  ["it's 50, I mean 15 thousand", money(15_000)],
  ["fifty thousand, sorry, make that eighty thousand", money(80_000)],
  ["sixty thousand and not more", money(null, 60_000)],
  ["twenty thousand in stocks and thirty thousand in bonds", money(50_000)],
  ["fifty thousand dollars and fifty cents", money(50_000.5)],
]);

testValues("amount", amount, [
  ["fifty to sixty thousand", money(50_000, 60_000)],
  ["between 20 and 30k", money(20_000, 30_000)],
  ["somewhere between a hundred and a hundred and fifty thousand", money(100_000, 150_000)],
  ["from ten to fifteen grand", money(10_000, 15_000)],
  ["10-15k", money(10_000, 15_000)],
  ["$10,000 - $15,000", money(10_000, 15_000)],
  ["ten, fifteen thousand", money(10_000, 15_000)],
  ["three or four hundred thousand", money(300_000, 400_000)],
  ["five hundred thousand to a million", money(500_000, 1_000_000)],
  ["at least twenty, at most thirty thousand", money(20_000, 30_000)],
  ["no more than 20k", money(null, 20_000)],
  ["not more than twenty thousand", money(null, 20_000)],
  ["up to 75 thousand", money(null, 75_000)],
  ["under ten thousand", money(null, 10_000)],
  ["less than 5k", money(null, 5_000)],
  ["at most 30 thousand", money(null, 30_000)],
  ["30k max", money(null, 30_000)],
  ["20k tops", money(null, 20_000)],
  ["I don't want to invest more than 10k", money(null, 10_000)],
  ["at least 100k", money(100_000, null)],
  ["a minimum of 20k", money(20_000, null)],
  ["over a million", money(1_000_000, null)],
  ["more than fifty thousand", money(50_000, null)],
  ["not less than 25,000", money(25_000, null)],
  ["50k or more", money(50_000, null)],
  ["fifty thousand plus", money(50_000, null)],
  ["50,000+", money(50_000, null)],
  ["start with 10k", money(10_000)],
  ["my budget is 25k", money(25_000)],
]);

testValues("amount", amount, [
  ["50.000 €", money(50_000, 50_000, "EUR")],
  ["€50,000", money(50_000, 50_000, "EUR")],
  ["50.000,50 Euro", money(50_000.5, 50_000.5, "EUR")],
  ["10k euros", money(10_000, 10_000, "EUR")],
  ["EUR 15,000", money(15_000, 15_000, "EUR")],
  ["£20,000", money(20_000, 20_000, "GBP")],
  ["twenty thousand quid", money(20_000, 20_000, "GBP")],
  ["20 to 30 thousand pounds sterling", money(20_000, 30_000, "GBP")],
  ["100'000 CHF", money(100_000, 100_000, "CHF")],
  ["CHF 80’000", money(80_000, 80_000, "CHF")],
  ["fifty thousand swiss francs", money(50_000, 50_000, "CHF")],
  ["twenty thousand Canadian dollars", money(20_000, 20_000, "CAD")],
  ["2 million yen", money(2_000_000, 2_000_000, "JPY")],
  ["three crore rupees", money(30_000_000, 30_000_000, "INR")],
]);

/** Numbers that are no sums, and sums that are not to be invested. */
testValues("amount", amount, [
  ["I'm 45 years old", null],
  ["I am seventy three", null],
  ["my zip code is 90210 if that helps", null],
  ["in 2035", null],
  ["call me at 202 555 0123", null],
  ["I have two kids", null],
  ["my salary is eighty thousand", null],
  ["my house is worth 500k", null],
  ["I owe 20 thousand on the mortgage", null],
  ["I earn 80k a year but I'd invest 10k", money(10_000)],
  ["I don't have a million dollars", null],
  ["if I had a million I'd tell you", null],
  ["my neighbor has half a million", null],
  ["my aunt left me fifty grand", money(50_000)],
  ["is 20k enough?", null],
  ["how about you tell me", null],
  ["thanks a million", null],
  ["one moment", null],
  ["two", null],
  ["none of your business", null],
]);

testValues("amount", { type: "field", key: "investmentType" }, [
  ["stocks for 30k", money(30_000)],
  ["I want to roll over my 401k", null],
  ["the S&P 500", null],
  ["fifty", null],
  ["I live at 1250 Main Street and like bonds", null],
  ["the dow hit 40000 yesterday", null],
  ["I lost 40 thousand in the stock market", null],
  ["I bought it in 1998", null],
  ["50% stocks and 50% bonds", null],
]);

testValues("amount", { type: "phone" }, [
  ["five five five oh one double four", null],
  ["2025550123", null],
  ["oh and make that eighty thousand", money(80_000)],
]);

testValues("amount", { type: "confirm", key: "amount", value: money(50_000) }, [
  ["thousand", money(50_000)],
  ["million", money(50_000_000)],
]);

testValues("amount", { type: "field", key: "amount" }, [
  ["a trillion dollars", money(1e12)],
  ["99999999999999999999 dollars", null],
]);

testValues("amount", { type: "confirm", key: "amount", value: money(1e12) }, [
  ["trillion", null],
]);
