/**
 * Conversations as very different callers have them, and what the lead must hold in the end: lines
 * parted by " / ", and the values in the notation that `typed_calls_test.ts` reads. What isn't named
 * is null. `@2` is the turn that the value stands in.
 */

export interface TypedCall {
  readonly lines: string;
  readonly lead: string;
}

const table: readonly (readonly [lines: string, lead: string])[] = [
  // Plain talk, sums and spans, corrections, other people's wishes, refusals, wishes.
  [
    "I'd like to invest in stocks / fifty thousand dollars / moderate / within two years / no thanks",
    "types=stocks@1 sum=50000@2 risk=moderate@3 time=0..24@4 callback=no@5",
  ],
  [
    "bonds and real estate please / around 200k / I'm pretty conservative / ten years / yes please / tomorrow at 3pm / 202-555-0123",
    "types=bonds,real_estate@1 sum=200000@2 risk=conservative@3 time=120@4 callback=yes:2026-05-05T15:00:00-04:00 phone=+12025550123@7",
  ],
  [
    "crypto / 10 grand / aggressive / 6 months / nope",
    "types=crypto sum=10000 risk=aggressive time=6 callback=no",
  ],
  [
    "Mostly ETFs and index funds. / Somewhere between fifty and sixty thousand. / Medium risk. / Five to ten years. / No, that's fine.",
    "types=funds sum=50000..60000 risk=moderate time=60..120 callback=no",
  ],
  [
    "gold / 1.5 mil / I can stomach big swings / at least five years / yes / friday morning / my number is 415 555 2671",
    "types=commodities sum=1500000 risk=aggressive time=60.. callback=yes:2026-05-08T09:00:00-04:00 phone=+14155552671",
  ],
  [
    "half in stocks half in bonds / half a million / balanced / by 2030 / no",
    "types=stocks,bonds sum=500000 risk=moderate time=0..48 callback=no",
  ],
  [
    "I want to put twenty five thousand euros into a fund, low risk, for three years / no callback please",
    "types=funds@1 sum=EUR25000@1 risk=conservative@1 time=36@1 callback=no@2",
  ],
  [
    "um so yeah I was thinking uh stocks maybe / uh like um thirty thousand / uh I guess medium / um maybe like five years or so / uh no",
    "types=stocks sum=30000 risk=moderate time=60 callback=no",
  ],
  [
    "real estate / no more than 20k / as safe as possible / within the next eighteen months / no thank you",
    "types=real_estate sum=..20000 risk=conservative time=0..18 callback=no",
  ],
  [
    "My name is Linda Carter and I want to invest in savings bonds / a couple hundred thousand / not too risky / in a year or two / sure / next monday at 10 am / two oh two five five five oh one nine nine",
    "name=Linda_Carter@1 types=bonds sum=200000 risk=conservative time=12..24 callback=yes:2026-05-11T10:00:00-04:00 phone=+12025550199",
  ],
  [
    "i would like to invest in stocks and bonds / fifty thousand dollars / i am a moderate risk taker / about ten years / no",
    "types=stocks,bonds sum=50000 risk=moderate time=120 callback=no",
  ],
  [
    "well my husband passed away last year and he left me some money and i was thinking maybe something like bonds / it is about eighty five thousand / oh i am seventy three years old i do not want to lose anything / maybe three years / no dear thank you",
    "types=bonds sum=85000 risk=conservative time=36 callback=no",
  ],
  [
    "yeah i got like 20 k i wanna throw at bitcoin / 20 k / high risk / as soon as possible / nah",
    "types=crypto sum=20000@1 risk=aggressive time=short callback=no",
  ],
  [
    "uh stocks i think / i have fifty no sixty thousand / uh moderate / uh two years no three years / no",
    "types=stocks sum=60000 risk=moderate time=36 callback=no",
  ],
  [
    "property / two hundred fifty thousand pounds / careful / fifteen years / no thanks bye",
    "types=real_estate sum=GBP250000 risk=conservative time=180 callback=no",
  ],
  [
    "mutual funds / one hundred and twenty thousand / somewhere in the middle / seven years / yes / tomorrow afternoon / five five five one two three four five six seven",
    "types=funds sum=120000 risk=moderate time=84 callback=yes:2026-05-05T14:00:00-04:00 phone=+15551234567",
  ],
  [
    "i dont know maybe some crypto / twelve hundred bucks / i like risk / a year / no",
    "types=crypto sum=1200 risk=aggressive time=12 callback=no",
  ],
  [
    "stocks / 50 000 / moderate / 24 months / no",
    "types=stocks sum=50000 risk=moderate time=24 callback=no",
  ],
  [
    "treasury bonds / a hundred thousand / low / five years / yes call me tomorrow at ten thirty in the morning / 2 0 2 5 5 5 0 1 4 3",
    "types=bonds sum=100000 risk=conservative time=60 callback=yes:2026-05-05T10:30:00-04:00 phone=+12025550143",
  ],
  [
    "i want index funds / seventy five hundred / high / thirty years / no",
    "types=funds sum=7500 risk=aggressive time=360 callback=no",
  ],
  ["stocks / 50k / moderate / 5y / no", "types=stocks sum=50000 risk=moderate time=60 callback=no"],
  [
    "etf / 100k / low / long term / no",
    "types=funds sum=100000 risk=conservative time=long callback=no",
  ],
  [
    "crypto / 5k / high / short term / no",
    "types=crypto sum=5000 risk=aggressive time=short callback=no",
  ],
  [
    "gold / 1m / medium / 10 yrs / yes / tmrw 4pm / 2025550111",
    "types=commodities sum=1000000 risk=moderate time=120 callback=yes:2026-05-05T16:00:00-04:00 phone=+12025550111",
  ],
  ["bonds / twenty / low / two", "types=bonds sum=20000 risk=conservative"],
  [
    "REITs / $75,000 / conservative / 3 years / no",
    "types=real_estate sum=75000 risk=conservative time=36 callback=no",
  ],
  [
    "stocks, bonds, gold / $1.2M / moderate / 2-3 years / no",
    "types=stocks,bonds,commodities sum=1200000 risk=moderate time=24..36 callback=no",
  ],
  [
    "cash / 3000 / none / 12 months / no",
    "types=cash sum=3000 risk=conservative time=12 callback=no",
  ],
  [
    "CDs / 40,000 / zero risk / 1 year / no",
    "types=cash sum=40000 risk=conservative time=12 callback=no",
  ],
  [
    "my 401k / 15000 / middle / until I retire / no",
    "types=retirement sum=15000 risk=moderate time=long callback=no",
  ],
  [
    "Hi there! So I just sold my house and I've got about four hundred thousand sitting in the bank, and I'd love to put it into index funds for the next twenty years or so, I'm not a gambler by any means / no thanks",
    "types=funds@1 sum=400000@1 time=240@1 risk=conservative@1 callback=no",
  ],
  [
    "Hello, I'm calling because my daughter said I should invest. I have thirty thousand dollars and I want something safe, like bonds. I will need it back in three years. / No, I'll call you.",
    "sum=30000@1 risk=conservative@1 types=bonds@1 time=36@1 callback=no@2",
  ],
  [
    "well let me tell you I've been in the market for thirty years and I've seen it all, I like stocks, always have / oh I'd say two hundred and fifty thousand give or take / I'm comfortable with a lot of risk / oh no rush at all, ten to fifteen years / no need",
    "types=stocks sum=250000 risk=aggressive time=120..180 callback=no",
  ],
  [
    "Stocks and ETFs, about 80 thousand, fairly aggressive, seven years. / yes / Thursday at noon / it's 617 555 0182",
    "types=stocks,funds@1 sum=80000@1 risk=aggressive@1 time=84@1 callback=yes:2026-05-07T12:00:00-04:00 phone=+16175550182",
  ],
  [
    "Good afternoon. This is Robert Miller. I'd like real estate, nothing too risky. / Let's say three hundred thousand. / In about five years. / No thank you, goodbye.",
    "name=Robert_Miller@1 types=real_estate risk=conservative sum=300000 time=60 callback=no",
  ],
  [
    "stocks / fifty thousand / no, make that eighty thousand / moderate / two years / no",
    "types=stocks sum=80000@3 risk=moderate@4 time=24@5 callback=no",
  ],
  [
    "bonds / 20k / low risk / 2 years / actually, change the amount to 30k / no",
    "types=bonds sum=30000@5 risk=conservative time=24 callback=no@6",
  ],
  [
    "stocks... no wait, bonds / 40k / conservative / five years / no",
    "types=bonds@1 sum=40000 risk=conservative time=60 callback=no",
  ],
  [
    "crypto and stocks / 10k / aggressive / one year / actually scrap the crypto / no",
    "types=stocks sum=10000 risk=aggressive time=12 callback=no",
  ],
  [
    "real estate / 100k / moderate / sorry I meant 150k not 100k / five years / no",
    "types=real_estate sum=150000@4 risk=moderate time=60 callback=no",
  ],
  [
    "funds / 50k / aggressive / ten years / hmm on second thought let's say moderate / no",
    "types=funds sum=50000 risk=moderate@5 time=120 callback=no",
  ],
  [
    "stocks / sixty thousand / did I say sixty I meant sixteen thousand / low / three years / no",
    "types=stocks sum=16000@3 risk=conservative time=36 callback=no",
  ],
  [
    "bonds and also some gold / 25k / careful / not five years, rather three years / no",
    "types=bonds,commodities sum=25000 risk=conservative time=36 callback=no",
  ],
  [
    "stocks / 50k / high risk / 10 years / yes / tomorrow at 2 / actually make it 4 pm / 2025550123",
    "types=stocks sum=50000 risk=aggressive time=120 callback=yes:2026-05-05T16:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 50k / no wait, make that eighty thousand / moderate / two years / no",
    "types=stocks sum=80000@3 risk=moderate time=24 callback=no",
  ],
  [
    "anything but crypto / I'd say bonds / 30k / low / 4 years / no",
    "types=bonds sum=30000 risk=conservative time=48 callback=no",
  ],
  [
    "not crypto, stocks / 20k / moderate / 3 years / no",
    "types=stocks sum=20000 risk=moderate time=36 callback=no",
  ],
  [
    "well my wife wants crypto but I prefer gold and silver / 20k / moderate / 3 years / no",
    "types=commodities sum=20000 risk=moderate time=36 callback=no",
  ],
  [
    "my brother lost a hundred thousand in crypto so none of that, stocks please / 15k / low / 2 years / no",
    "types=stocks sum=15000 risk=conservative time=24 callback=no",
  ],
  [
    "if I had a million I'd buy real estate but I only have 20 thousand so stocks / moderate / 5 years / no",
    "types=stocks sum=20000@1 risk=moderate time=60 callback=no",
  ],
  [
    "I already have bonds, I'm looking for stocks now / 60k / aggressive / 8 years / no",
    "types=stocks sum=60000 risk=aggressive time=96 callback=no",
  ],
  [
    "no stocks, no bonds, just cash / 10k / low / 1 year / no",
    "types=cash sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "what about stocks? / yes stocks then / 20k / low / 2 years / no",
    "types=stocks sum=20000 risk=conservative time=24 callback=no",
  ],
  [
    "my son is aggressive but I'm conservative and I want bonds / 50k / 5 years / no",
    "types=bonds risk=conservative sum=50000 time=60 callback=no",
  ],
  [
    "I heard bitcoin is a scam, is that true? / ok then funds / 10k / low / 3 years / no",
    "types=funds sum=10000 risk=conservative time=36 callback=no",
  ],
  [
    "stocks / I'm 45 years old and I've got 60k / moderate / I want to retire at 65 so in 20 years / no",
    "types=stocks sum=60000 risk=moderate time=240 callback=no",
  ],
  [
    "I live at 1250 Main Street and I want to invest in real estate / 90k / low / 5 years / no",
    "types=real_estate sum=90000 risk=conservative time=60 callback=no",
  ],
  [
    "S&P 500 / 10k / moderate / 10 years / no",
    "types=funds sum=10000 risk=moderate time=120 callback=no",
  ],
  [
    "I want to roll over my 401k / about 120 thousand / low risk / 15 years / no",
    "types=retirement sum=120000 risk=conservative time=180 callback=no",
  ],
  [
    "I bought Apple in 2010 and want more stocks / 35k / aggressive / 5 years / no",
    "types=stocks sum=35000 risk=aggressive time=60 callback=no",
  ],
  [
    "stocks / I earn 80k a year but I'd invest 10k / moderate / 2 years / no",
    "types=stocks sum=10000 risk=moderate time=24 callback=no",
  ],
  [
    "I have 3 kids and 2 dogs and I like bonds / 12k / low / 4 years / no",
    "types=bonds sum=12000 risk=conservative time=48 callback=no",
  ],
  [
    "Fonds und so, I mean funds / 50.000 € / moderate / 5 years / no",
    "types=funds sum=EUR50000 risk=moderate time=60 callback=no",
  ],
  [
    "stocks / £20,000 / moderate / 5 years / no",
    "types=stocks sum=GBP20000 risk=moderate time=60 callback=no",
  ],
  [
    "bonds / 100'000 CHF / low / 5 years / no",
    "types=bonds sum=CHF100000 risk=conservative time=60 callback=no",
  ],
  [
    "stocks / fifty thousand swiss francs / medium / ten years / no",
    "types=stocks sum=CHF50000 risk=moderate time=120 callback=no",
  ],
  [
    "gold / 2 million yen / low / 3 years / no",
    "types=commodities sum=JPY2000000 risk=conservative time=36 callback=no",
  ],
  [
    "stocks / twenty thousand quid / high risk / 2 years / no",
    "types=stocks sum=GBP20000 risk=aggressive time=24 callback=no",
  ],
  [
    "stocks / EUR 15,000 / low / 2 years / no",
    "types=stocks sum=EUR15000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks / 10k euros / low / 2 years / no",
    "types=stocks sum=EUR10000 risk=conservative time=24 callback=no",
  ],
  [
    "I don't know / I don't know / I don't know / I don't know / I don't know / I don't know / I don't know / I don't know",
    "",
  ],
  [
    "I have no idea / 20k / moderate / 5 years / still no idea / no",
    "sum=20000 risk=moderate time=60 callback=no",
  ],
  [
    "stocks / I'd rather not say / low / 3 years / I said I don't want to tell you / no",
    "types=stocks risk=conservative time=36 callback=no",
  ],
  [
    "stocks / none of your business / moderate / 5 years / fine, 20 thousand / no",
    "types=stocks risk=moderate time=60 sum=20000@5 callback=no",
  ],
  [
    "hard to say / no clue / it depends / who knows / bonds I guess / maybe 10k / low / not sure / no",
    "types=bonds sum=10000 risk=conservative callback=no",
  ],
  ["stocks / skip that one / pass / next question / no / no / no", "types=stocks"],
  [
    "are you a robot? / ok. stocks / 20k / low / 2 years / no",
    "types=stocks sum=20000 risk=conservative time=24 callback=no",
  ],
  [
    "can I speak to a human please / yes / tomorrow at 9 am / 202 555 0144",
    "status=human_requested callback=yes:2026-05-05T09:00:00-04:00 phone=+12025550144",
  ],
  [
    "stocks / 50k / I want to talk to a real person / no",
    "types=stocks sum=50000 status=human_requested callback=no",
  ],
  [
    "is this a machine? / real estate / am I talking to a computer / 500k / moderate / 10 years / no",
    "types=real_estate sum=500000 risk=moderate time=120 callback=no",
  ],
  ["get me an operator / no", "status=human_requested callback=no"],
  ["I don't want to talk to a robot, give me a human", "status=human_requested"],
  ["not interested", "status=not_interested"],
  ["stocks / I'm not interested anymore, bye", "types=stocks status=not_interested"],
  [
    "stocks / 20k / low / 2 years / actually I am not interested, take me off your list",
    "types=stocks sum=20000 risk=conservative time=24 status=not_interested",
  ],
  ["stop calling me", "status=not_interested"],
  ["wrong number", "status=not_interested"],
  [
    "I'm not interested in crypto but stocks are fine / 20k / low / 2 years / no",
    "types=stocks sum=20000 risk=conservative time=24 callback=no",
  ],
  ["leave me alone / hello?", "status=not_interested"],
  ["stocks", "types=stocks"],
  ["hello", ""],
  ["bonds / 50k", "types=bonds sum=50000"],
  ["goodbye", ""],
  [
    "I have 50 thousand / low risk / five years / stocks / no",
    "sum=50000@1 risk=conservative@2 time=60@3 types=stocks@4 callback=no",
  ],
  [
    "the weather is lovely today / my cat is called Whiskers / stocks / 20k / low / 2 years / no",
    "types=stocks sum=20000 risk=conservative time=24 callback=no",
  ],
  [
    "how are you today? / stocks / can you hear me? / 30k / moderate / 3 years / no",
    "types=stocks sum=30000 risk=moderate time=36 callback=no",
  ],
  [
    "call me tomorrow at 5 pm on 212 555 0199 / stocks / 20k / low / 2 years",
    "callback=yes:2026-05-05T17:00:00-04:00@1 phone=+12125550199@1 types=stocks sum=20000 risk=conservative time=24",
  ],
  [
    "long term / low risk / 100k / bonds / no",
    "time=long@1 risk=conservative@2 sum=100000@3 types=bonds@4 callback=no",
  ],
  ["🙂🙂🙂 / asdf qwerty zxcv / ... / stocks / 20k", "types=stocks sum=20000"],
  ["blah blah blah / bla / bla", ""],
  ["???? / !!!! / ,,,,", ""],
  [
    "I want make invest in stocks please / I have twenty thousand euro / no much risk / for two year / no thank you",
    "types=stocks sum=EUR20000 risk=conservative time=24 callback=no",
  ],
  [
    "me I like the gold / five lakh rupees / little risk only / three year / no",
    "types=commodities sum=INR500000 risk=conservative time=36 callback=no",
  ],
  [
    "I am wanting to do the needful in mutual funds / fifty thousand dollar only / medium / it should be within five years / yes kindly call / tomorrow morning 11 o'clock / two zero two five five five zero one seven seven",
    "types=funds sum=50000 risk=moderate time=0..60 callback=yes:2026-05-05T11:00:00-04:00 phone=+12025550177",
  ],
  [
    "who the hell is this / stocks, whatever / 10k, now hurry up / high, obviously / 1 year, are we done? / no!",
    "types=stocks sum=10000 risk=aggressive time=12 callback=no",
  ],
  ["this is ridiculous, I want a person / NO", "status=human_requested callback=no"],
  [
    "stocks / 20k / low / 2 years / yes / tomorrow 2 pm / two oh two triple five oh one double two / my email is john dot smith at gmail dot com",
    "email=john.smith@gmail.com types=stocks sum=20000 risk=conservative time=24 callback=yes:2026-05-05T14:00:00-04:00 phone=+12025550122",
  ],
  [
    "my email is anna.k@example.org and I want bonds / 20k / low / 2 years / no",
    "email=anna.k@example.org types=bonds sum=20000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks, and you can write to j o h n at example dot com / 20k / low / 2 years / no",
    "email=john@example.com types=stocks sum=20000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks / 20k / low / 2 years / yes / next Tuesday at half past three / +44 20 7946 0958",
    "types=stocks sum=20000 risk=conservative time=24 callback=yes:2026-05-12T15:30:00-04:00 phone=+442079460958",
  ],
  [
    "stocks / 20k / low / 2 years / yes, anytime / 2025550188",
    "types=stocks sum=20000 risk=conservative time=24 callback=yes phone=+12025550188",
  ],
  [
    "stocks / 20k / low / 2 years / sure, wednesday evening works / 2025550188",
    "types=stocks sum=20000 risk=conservative time=24 callback=yes:2026-05-06T18:00:00-04:00 phone=+12025550188",
  ],
  [
    "stocks / 20k / low / 2 years / yes / I don't know / 2025550188",
    "types=stocks sum=20000 risk=conservative time=24 callback=yes phone=+12025550188",
  ],
  [
    "stocks / 20k / low / 2 years / please don't call me",
    "types=stocks sum=20000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks / 20k / low / 2 years / yes / May 12th at 10:15 am / 2025550188",
    "types=stocks sum=20000 risk=conservative time=24 callback=yes:2026-05-12T10:15:00-04:00 phone=+12025550188",
  ],
  [
    "stocks / 20k / low / 2 years / yes / tomorrow at noon / same number I'm calling from",
    "types=stocks sum=20000 risk=conservative time=24 callback=yes:2026-05-05T12:00:00-04:00",
  ],
  [
    "stocks / 20k / low / 2 years / no, I'd rather get an email",
    "types=stocks sum=20000 risk=conservative time=24 callback=no",
  ],
  // The old, the hesitant, recognisers' spelling, bounds, corrections, currencies, callbacks.
  [
    "Oh hello dear, well, I'm not very good with these things, but I suppose I'd like some of those savings certificates, you know, CDs. / Oh goodness, I believe I have around sixty two thousand dollars. / I wouldn't want to lose my money, no. / Well I'm eighty one so not more than three years I should think. / Oh no, that won't be necessary.",
    "types=cash@1 sum=62000@2 risk=conservative@3 time=..36@4 callback=no@5",
  ],
  [
    "Pardon? I didn't hear you / Oh, invest in. Yes, bonds. / what did you say? / Oh the money. Forty thousand. / I'm a careful man / Let me think... four years / You can ring me on Thursday morning / 303 555 0110",
    "types=bonds@2 sum=40000@4 risk=conservative@5 time=48@6 callback=yes:2026-05-07T09:00:00-04:00@7 phone=+13035550110",
  ],
  [
    "well... um... I... I'm not sure... maybe... gold? / um... five... five thousand / um... I'm... I'm kind of scared of losing money / um... one year... / no... no thank you",
    "types=commodities sum=5000 risk=conservative time=12 callback=no",
  ],
  [
    "My late husband always handled this. He liked stocks, but I would like something like treasury bonds / I have one hundred and fifty thousand from the insurance / safe please, very safe / I'd like to have it again in two years / No.",
    "types=bonds sum=150000 risk=conservative time=24 callback=no",
  ],
  [
    "my grandson told me to buy bitcoin but I don't want that, just a savings account / ten thousand / no risk / a year or so / no",
    "types=cash sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "yes hi um i wanted to ask about investing in some real estate / so i have like a hundred and ten k saved up / i would say medium to be honest / you know probably somewhere around seven to eight years / uh yeah sure / how about wednesday at three / it is six four six five five five oh one two two",
    "types=real_estate sum=110000 risk=moderate time=84..96 callback=yes:2026-05-06T15:00:00-04:00 phone=+16465550122",
  ],
  [
    "e t fs / fifteen k / i am okay with some risk / three to five years / no thanks",
    "types=funds sum=15000 risk=moderate time=36..60 callback=no",
  ],
  [
    "so i think i would go for stocks and then maybe some bonds also / three fifty k / i dont like risk / twelve years / no",
    "types=stocks,bonds sum=350000 risk=conservative time=144 callback=no",
  ],
  [
    "my first name is carlos and i am interested in crypto / two and a half thousand dollars / very aggressive / half a year / nope",
    "name=Carlos types=crypto sum=2500 risk=aggressive time=6 callback=no",
  ],
  [
    "stock / one point two million / lets go with moderate / by the end of next year / no",
    "types=stocks sum=1200000 risk=moderate time=0..20 callback=no",
  ],
  [
    "i have a quarter million to put in property / moderate / a decade / no",
    "sum=250000@1 types=real_estate@1 risk=moderate time=120 callback=no",
  ],
  [
    "mutual fund / eleven hundred a month no i mean eleven thousand total / medium / six years / no",
    "types=funds sum=11000 risk=moderate time=72 callback=no",
  ],
  [
    "crypto / like 3 to 4 grand / yolo / couple of years / no",
    "types=crypto sum=3000..4000 risk=aggressive time=24 callback=no",
  ],
  [
    "stocks / at least 100k / moderate / at least ten years / no",
    "types=stocks sum=100000.. risk=moderate time=120.. callback=no",
  ],
  [
    "stocks / up to 75 thousand / low / up to three years / no",
    "types=stocks sum=..75000 risk=conservative time=..36 callback=no",
  ],
  [
    "stocks / over a million / low / more than five years / no",
    "types=stocks sum=1000000.. risk=conservative time=60.. callback=no",
  ],
  [
    "stocks / under ten thousand / low / under a year / no",
    "types=stocks sum=..10000 risk=conservative time=0..12 callback=no",
  ],
  [
    "stocks / between 10 and 15k / low / between 2 and 3 years / no",
    "types=stocks sum=10000..15000 risk=conservative time=24..36 callback=no",
  ],
  [
    "stocks / a minimum of 20k / low / no longer than 4 years / no",
    "types=stocks sum=20000.. risk=conservative time=..48 callback=no",
  ],
  [
    "stocks / 30k max / low / two years max / no",
    "types=stocks sum=..30000 risk=conservative time=..24 callback=no",
  ],
  [
    "stocks / 5 to 10 thousand euros / low / 6 to 12 months / no",
    "types=stocks sum=EUR5000..10000 risk=conservative time=6..12 callback=no",
  ],
  [
    "stocks / less than five hundred dollars / low / within six months / no",
    "types=stocks sum=..500 risk=conservative time=0..6 callback=no",
  ],
  [
    "stocks / 50k or more / low / ten years plus / no",
    "types=stocks sum=50000.. risk=conservative time=120.. callback=no",
  ],
  [
    "stocks / about 40-45k / low / 1-2 years / no",
    "types=stocks sum=40000..45000 risk=conservative time=12..24 callback=no",
  ],
  [
    "stocks / not less than 25,000 / low / not before five years / no",
    "types=stocks sum=25000.. risk=conservative time=60.. callback=no",
  ],
  [
    "Hi, I'm Peter, I've got 30 grand, I want crypto, I'm a risk taker and I need it in 6 months / no",
    "name=Peter sum=30000 types=crypto risk=aggressive time=6 callback=no",
  ],
  [
    "Look, I have eighty thousand dollars, low risk, I want it in government bonds, for about four years, and no, I don't want a callback.",
    "sum=80000 risk=conservative types=bonds time=48 callback=no",
  ],
  [
    "100k in index funds for 10 years at moderate risk / yes please call me tomorrow at 11 am at 212 555 0134",
    "sum=100000@1 types=funds@1 time=120@1 risk=moderate@1 callback=yes:2026-05-05T11:00:00-04:00@2 phone=+12125550134@2",
  ],
  [
    "I want to invest 20 thousand in stocks and another 30 thousand in bonds / conservative / five years / no",
    "types=stocks,bonds risk=conservative time=60 callback=no sum=50000",
  ],
  [
    "moderate risk, five year horizon, fifty thousand, mutual funds / no thank you",
    "risk=moderate time=60 sum=50000 types=funds callback=no",
  ],
  [
    "stocks / 50 thousand dollars / moderate / five years, sorry, I mean seven years / no",
    "types=stocks sum=50000 risk=moderate time=84 callback=no",
  ],
  [
    "I'd like bonds. Actually no. Let's do stocks. / 45k / moderate / 5 years / no",
    "types=stocks sum=45000 risk=moderate time=60 callback=no",
  ],
  [
    "real estate / 300 thousand / aggressive... no, that's too much, moderate / 10 years / no",
    "types=real_estate sum=300000 risk=moderate time=120 callback=no",
  ],
  [
    "stocks / 20k / moderate / wait, I said 20k but it's really 200k / 3 years / no",
    "types=stocks sum=200000 risk=moderate time=36 callback=no",
  ],
  [
    "stocks / 20k / moderate / 3 years / no wait can you change stocks to bonds / no",
    "types=bonds sum=20000 risk=moderate time=36 callback=no",
  ],
  [
    "gold / 8k / low / one year, no, two years / no",
    "types=commodities sum=8000 risk=conservative time=24 callback=no",
  ],
  [
    "crypto / 8k / high / 2 years / and add some stocks too please / no",
    "types=crypto,stocks sum=8000 risk=aggressive time=24 callback=no",
  ],
  [
    "stocks / it's 50, I mean 15 thousand / high / 2 years / no",
    "types=stocks sum=15000 risk=aggressive time=24 callback=no",
  ],
  [
    "stocks / 50k / high / 2 years / yes / Tuesday at 10, no, Wednesday at 10 / 202 555 0167",
    "types=stocks sum=50000 risk=aggressive time=24 callback=yes:2026-05-06T10:00:00-04:00 phone=+12025550167",
  ],
  [
    "my name is Jon, no, sorry, it's John Baker / funds / 9k / low / 1 year / no",
    "name=John_Baker types=funds sum=9000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / 50k / low / 2 years / oh and the risk, put me down as aggressive instead / no",
    "types=stocks sum=50000 risk=aggressive@5 time=24 callback=no",
  ],
  [
    "I don't want stocks / bonds / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "everything except crypto and gold, mostly index funds / 10k / moderate / 5 years / no",
    "types=funds sum=10000 risk=moderate time=60 callback=no",
  ],
  [
    "my friends all do crypto, I don't trust it, I'd go with real estate / 90k / low / 8 years / no",
    "types=real_estate sum=90000 risk=conservative time=96 callback=no",
  ],
  [
    "I used to have stocks, now I want bonds / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "I don't want to invest more than 10k / stocks / not aggressive, moderate / 2 years / no",
    "sum=..10000 types=stocks risk=moderate time=24 callback=no",
  ],
  [
    "no crypto please / stocks / 10k / low / 3 years / no",
    "types=stocks sum=10000 risk=conservative time=36 callback=no",
  ],
  [
    "do you offer real estate? / okay then I'll take real estate / 10k / low / 3 years / no",
    "types=real_estate sum=10000 risk=conservative time=36 callback=no",
  ],
  [
    "is 20k enough? / ok 20k then / stocks / low / 3 years / no",
    "sum=20000@2 types=stocks risk=conservative time=36 callback=no",
  ],
  [
    "what do you mean by conservative? / stocks / 10k / conservative / 3 years / no",
    "types=stocks sum=10000 risk=conservative@4 time=36 callback=no",
  ],
  [
    "you said stocks, bonds, funds, what are funds? / okay bonds / 10k / low / 3 years / no",
    "types=bonds sum=10000 risk=conservative time=36 callback=no",
  ],
  [
    "if it were up to my wife we'd buy gold but it's my money so stocks it is / 20k / high / 5 years / no",
    "types=stocks sum=20000 risk=aggressive time=60 callback=no",
  ],
  [
    "I'm 52 and I've been working for 30 years, I want a pension plan / 150 thousand / moderate / 15 years / no",
    "types=retirement sum=150000 risk=moderate time=180 callback=no",
  ],
  [
    "my mortgage is 300k but I can invest 40k in bonds / low / 5 years / no",
    "types=bonds sum=40000 risk=conservative time=60 callback=no",
  ],
  [
    "there are 4 of us in the family, we want real estate / 200k / moderate / 10 years / no",
    "types=real_estate sum=200000 risk=moderate time=120 callback=no",
  ],
  [
    "it's 95 degrees here, anyway, stocks / 5k / low / 2 years / no",
    "types=stocks sum=5000 risk=conservative time=24 callback=no",
  ],
  [
    "I've called 3 times already! stocks / 15k / low / 2 years / no",
    "types=stocks sum=15000 risk=conservative time=24 callback=no",
  ],
  [
    "the dow hit 40000 yesterday so I want index funds / 12k / moderate / 5 years / no",
    "types=funds sum=12000 risk=moderate time=60 callback=no",
  ],
  [
    "I have a 30 year mortgage, I want stocks / 12k / moderate / 5 years / no",
    "types=stocks sum=12000 risk=moderate time=60 callback=no",
  ],
  [
    "I make sixty grand a year / stocks / I could invest five grand / low / 3 years / no",
    "types=stocks sum=5000@3 risk=conservative time=36 callback=no",
  ],
  [
    "bonds / twenty thousand Canadian dollars / low / 5 years / no",
    "types=bonds sum=CAD20000 risk=conservative time=60 callback=no",
  ],
  [
    "stocks / 1.000.000 euros / moderate / ten years / no",
    "types=stocks sum=EUR1000000 risk=moderate time=120 callback=no",
  ],
  [
    "stocks / $12.5k / moderate / ten years / no",
    "types=stocks sum=12500 risk=moderate time=120 callback=no",
  ],
  [
    "stocks / CHF 80'000 / moderate / ten years / no",
    "types=stocks sum=CHF80000 risk=moderate time=120 callback=no",
  ],
  [
    "stocks / between 20 and 30 thousand pounds sterling / moderate / ten years / no",
    "types=stocks sum=GBP20000..30000 risk=moderate time=120 callback=no",
  ],
  [
    "gold / ten thousand bucks / moderate / ten years / no",
    "types=commodities sum=10000 risk=moderate time=120 callback=no",
  ],
  [
    "stocks / USD 45000 / moderate / ten years / no",
    "types=stocks sum=45000 risk=moderate time=120 callback=no",
  ],
  [
    "stocks / 3 crore rupees / high / ten years / no",
    "types=stocks sum=INR30000000 risk=aggressive time=120 callback=no",
  ],
  [
    "stocks / 10.000,50 euro / high / ten years / no",
    "types=stocks sum=EUR10000.5 risk=aggressive time=120 callback=no",
  ],
  [
    "stocks / 10k / low / by 2035 / no",
    "types=stocks sum=10000 risk=conservative time=0..108 callback=no",
  ],
  [
    "stocks / 10k / low / short term, maybe nine months / no",
    "types=stocks sum=10000 risk=conservative time=9 callback=no",
  ],
  [
    "stocks / 10k / low / medium term / no",
    "types=stocks sum=10000 risk=conservative time=medium callback=no",
  ],
  [
    "stocks / 10k / low / I'm in it for the long haul / no",
    "types=stocks sum=10000 risk=conservative time=long callback=no",
  ],
  [
    "stocks / 10k / low / three quarters of a year / no",
    "types=stocks sum=10000 risk=conservative time=9 callback=no",
  ],
  [
    "stocks / 10k / low / a year and a half / no",
    "types=stocks sum=10000 risk=conservative time=18 callback=no",
  ],
  [
    "stocks / 10k / low / two and a half years / no",
    "types=stocks sum=10000 risk=conservative time=30 callback=no",
  ],
  [
    "stocks / 10k / low / in about 18 months / no",
    "types=stocks sum=10000 risk=conservative time=18 callback=no",
  ],
  [
    "stocks / 10k / low / before 2028 / no",
    "types=stocks sum=10000 risk=conservative time=0..24 callback=no",
  ],
  [
    "stocks / 10k / low / asap / no",
    "types=stocks sum=10000 risk=conservative time=short callback=no",
  ],
  [
    "stocks / 10k / low / not sure, maybe five to seven years / no",
    "types=stocks sum=10000 risk=conservative time=60..84 callback=no",
  ],
  [
    "stocks / 10k / low / I'd like to double it in five years / no",
    "types=stocks sum=10000 risk=conservative time=60 callback=no",
  ],
  [
    "stocks / I don't know / low / 3 years / I really don't know / no",
    "types=stocks risk=conservative time=36 callback=no",
  ],
  [
    "I won't tell you / I won't tell you that either / no / no / no / no / no / no",
    "status=incomplete",
  ],
  [
    "can't you just tell me what's best? / you tell me / fine, bonds / 10k / low / 2 years / no",
    "types=bonds sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "what would you recommend / stocks then / how much should I invest? / 5000 / low / 2 years / no",
    "types=stocks sum=5000 risk=conservative time=24 callback=no",
  ],
  [
    "am I speaking to a real person? / hm. I want to speak with your manager / sure / Friday at 2 in the afternoon / 202-555-0190",
    "status=human_requested callback=yes:2026-05-08T14:00:00-04:00 phone=+12025550190",
  ],
  [
    "stocks / 10k / low / 2 years / can someone call me back? / tomorrow 9 / 202 555 0133",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-05T09:00:00-04:00 phone=+12025550133",
  ],
  ["representative / representative! / no", "status=human_requested callback=no"],
  [
    "I don't need to speak to a person, this is fine. stocks / 10k / low / 2 years / no",
    "types=stocks sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "you sound like a robot, are you? / lol ok bitcoin / 500 bucks / high / 3 months / no",
    "types=crypto sum=500 risk=aggressive time=3 callback=no",
  ],
  ["no thanks, I'm not interested / bye", "status=not_interested"],
  [
    "stocks / how long does this take? I don't have time, not interested",
    "types=stocks status=not_interested",
  ],
  ["please remove my number from your list", "status=not_interested"],
  ["who is this? oh no no no. not interested. don't call again", "status=not_interested"],
  ["I changed my mind about this, I don't want to invest", "status=not_interested"],
  [
    "stocks / 10k / low / 2 years / yes you can call me / any time after 5 pm tomorrow / 202 555 0122",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-05T17:00:00-04:00 phone=+12025550122",
  ],
  [
    "stocks / 10k / low / 2 years / yes / the 15th at 4pm / 202 555 0122",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-15T16:00:00-04:00 phone=+12025550122",
  ],
  [
    "stocks / 10k / low / 2 years / yeah why not / day after tomorrow at 8 in the morning / 202 555 0122",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-06T08:00:00-04:00 phone=+12025550122",
  ],
  [
    "stocks / 10k / low / 2 years / not necessary, I'll visit your website",
    "types=stocks sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "Aktien, I mean stocks / 10k / low / 2 years / yes / morgen, sorry, tomorrow at 15:30 / +49 30 901820",
    "zone=Europe/Berlin types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-05T15:30:00+02:00 phone=+4930901820",
  ],
  [
    "stocks / 10k / low / 2 years / ok / tonight at 7 / 202 555 0122",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-04T19:00:00-04:00 phone=+12025550122",
  ],
  [
    "stocks / 10k / low / 2 years / sure / Saturday at 11 / 202 555 0122",
    "now=2026-10-30T14:00:00Z types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-10-31T11:00:00-04:00 phone=+12025550122",
  ],
  [
    "stocks / 10k / low / 2 years / sure / Monday at 11 / 202 555 0122",
    "now=2026-10-30T14:00:00Z types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-11-02T11:00:00-05:00 phone=+12025550122",
  ],
  [
    "stocks / 10k / low / 2 years / don't bother calling",
    "types=stocks sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks / 10k / low / 2 years / yes / next week / 202 555 0122",
    "types=stocks sum=10000 risk=conservative time=24 phone=+12025550122 callback=yes:2026-05-11T09:00:00-04:00",
  ],
  [
    "this is Maria Gonzalez / stocks / 10k / low / 2 years / yes / tomorrow at 10 / five five five oh one double four, area code two oh two",
    "name=Maria_Gonzalez types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-05T10:00:00-04:00",
  ],
  [
    "stocks / 10k / low / 2 years / yes / tomorrow at 10 / my cell is (305) 555-0147",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-05T10:00:00-04:00 phone=+13055550147",
  ],
  [
    "stocks / 10k / low / 2 years / yes / tomorrow at 10 / plus four four seven seven double oh nine hundred one two three",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-05T10:00:00-04:00 phone=+447700900123",
  ],
  [
    "it's Bob here / stocks / 10k / low / 2 years / no",
    "name=Bob types=stocks sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks, name's Priya Patel, email priya_patel99@yahoo.co.in / 10k / low / 2 years / no",
    "types=stocks name=Priya_Patel email=priya_patel99@yahoo.co.in sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "call me Ishmael. I'd like bonds / 10k / low / 2 years / no",
    "name=Ishmael types=bonds sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "my email is m dot jones at outlook dot com / stocks / 10k / low / 2 years / no",
    "email=m.jones@outlook.com types=stocks sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks / 10k / low / 2 years / yes / tomorrow at 10 / 202 555 01 / sorry 202 555 0191",
    "types=stocks sum=10000 risk=conservative time=24 callback=yes:2026-05-05T10:00:00-04:00 phone=+12025550191",
  ],
  // Strangers' ways, noise, late corrections, and lines in which null is right.
  [
    "Hi, yeah, so I recently came into some money and I'm thinking about putting it into the stock market, maybe some index funds too. / I'm thinking somewhere in the neighborhood of seventy-five thousand. / I'm kind of middle of the road when it comes to risk. / Probably looking at a ten-year horizon. / Sure, that would be great. / How about Tuesday afternoon around 2? / Sure, it's 312-555-0186.",
    "types=stocks,funds@1 sum=75000@2 risk=moderate@3 time=120@4 callback=yes:2026-05-05T14:00:00-04:00 phone=+13125550186@7",
  ],
  [
    "I have questions first. Is this thing secure? / Alright. I want to invest in apartments, rental ones. / I could do a down payment of about 60 thousand. / I don't like surprises, so keep it safe. / Within three years I want to own something. / No calls.",
    "types=real_estate@2 sum=60000@3 risk=conservative@4 time=0..36@5 callback=no@6",
  ],
  [
    "Good morning, my name is Harold Jenkins. I'm retired. / I was thinking bonds, dear. Government bonds. / Eighty thousand, more or less. / I can't afford to lose it at my age. / Oh, two to three years. / Yes, you may. / Monday morning would be fine. / It's area code 617, 555, 0147.",
    "name=Harold_Jenkins@1 types=bonds@2 sum=80000@3 risk=conservative@4 time=24..36@5 callback=yes:2026-05-11T09:00:00-04:00@7 phone=+16175550147@8",
  ],
  [
    "yo whats up / crypto bro / like 2k / full send / idk like 6 months / nah im good",
    "types=crypto@2 sum=2000@3 risk=aggressive@4 time=6@5 callback=no@6",
  ],
  [
    "I am calling about the investing advertisement / I would like to put money in gold, please / it is twenty thousands dollars / I am afraid of risk / maybe after four years I need the money / yes, please to call me / tomorrow in evening / my number is four one five five five five zero one three two",
    "types=commodities sum=20000 risk=conservative time=48 callback=yes:2026-05-05T18:00:00-04:00 phone=+14155550132",
  ],
  [
    "Just so you know I'm recording this. / Index funds, obviously. / That's private. / Moderate. / I said moderate. / Seven years. / Fine, 40 thousand. / No callback.",
    "types=funds risk=moderate time=84 sum=40000@7 callback=no@8",
  ],
  [
    "We're a couple, my husband and I, and we'd like to invest in bonds and a bit of real estate / together about two hundred thousand euros / we're rather cautious people / let's say eight years / no thank you",
    "types=bonds,real_estate sum=EUR200000 risk=conservative time=96 callback=no",
  ],
  [
    "I want to double my money / no I mean stocks / twenty five hundred / as high as it gets / one year tops / no",
    "types=stocks sum=2500 risk=aggressive time=..12 callback=no",
  ],
  [
    "uh huh yeah so um bonds i guess and uh what else uh maybe gold / thirty five thousand five hundred dollars / im pretty conservative you know / like four or five years / nope",
    "types=bonds,commodities sum=35500 risk=conservative time=48..60 callback=no",
  ],
  [
    "i was hoping to get into e t f's / ten thousand / medium i would say / five years / yeah you can call me back on friday at four thirty / six one nine five five five oh one eight eight",
    "types=funds sum=10000 risk=moderate time=60 callback=yes:2026-05-08T16:30:00-04:00 phone=+16195550188",
  ],
  [
    "real a state / one fifty / conservative / twenty years / no",
    "types=real_estate risk=conservative time=240 callback=no sum=150000",
  ],
  [
    "stocks and shares / forty grand no hang on fifty grand / moderate / eighteen months to two years / no",
    "types=stocks sum=50000 risk=moderate time=18..24 callback=no",
  ],
  [
    "bit coin and a theory um / nine hundred dollars / high risk / three months / no",
    "types=crypto sum=900 risk=aggressive time=3 callback=no",
  ],
  [
    "government bonds / a hundred twenty five thousand / very low / thirty six months / no",
    "types=bonds sum=125000 risk=conservative time=36 callback=no",
  ],
  [
    "i think um the thing is i have about um sixty thousand dollars and i want to put it in um mutual funds / um moderate / uh fifteen years / no thanks",
    "sum=60000@1 types=funds@1 risk=moderate time=180 callback=no",
  ],
  [
    "silver / two thousand five hundred / medium risk / two year / no",
    "types=commodities sum=2500 risk=moderate time=24 callback=no",
  ],
  ["1 / 2 / 3 / 4", "status=incomplete"],
  [
    "i want to invest in the s and p five hundred / three thousand dollars every month no wait thirty thousand in total / aggressive / twenty years / no",
    "types=funds sum=30000 risk=aggressive time=240 callback=no",
  ],
  [
    "Invest in stocks, 30k. Risk moderate. / 5 years. / No.",
    "types=stocks@1 sum=30000@1 risk=moderate@1 time=60@2 callback=no@3",
  ],
  [
    "I'd like to start with maybe 10 thousand in index funds and see how it goes / I'm okay with some ups and downs / at least five years / no need to call",
    "sum=10000@1 types=funds@1 risk=moderate@2 time=60..@3 callback=no@4",
  ],
  [
    "My risk tolerance is low and my budget is 25k / time frame three years / bonds / no thanks",
    "risk=conservative@1 sum=25000@1 time=36@2 types=bonds@3 callback=no@4",
  ],
  [
    "Long-term, ten plus years, growth stocks, I've got 90 thousand to play with and I can stomach volatility / nope",
    "time=120.. types=stocks sum=90000 risk=aggressive callback=no",
  ],
  [
    "Could you call me back on Wednesday at 6pm? I'm driving. / 202 555 0155 / bye",
    "callback=yes:2026-05-06T18:00:00-04:00@1 phone=+12025550155@2",
  ],
  [
    "stocks / 30k / moderate / 5 years / wait, I said 30k but I meant 13k / no",
    "types=stocks sum=13000@5 risk=moderate time=60 callback=no",
  ],
  [
    "stocks / 30k / moderate / 5 years / sorry can we change the risk to conservative / no",
    "types=stocks sum=30000 risk=conservative@5 time=60 callback=no",
  ],
  [
    "stocks / 30k / moderate / 5 years / oh and not just stocks, bonds as well / no",
    "types=stocks,bonds sum=30000 risk=moderate time=60 callback=no",
  ],
  [
    "stocks / 30k / moderate / 5 years / yes / tomorrow at 3 / 202 555 0101 no sorry 202 555 0102",
    "types=stocks sum=30000 risk=moderate time=60 callback=yes:2026-05-05T15:00:00-04:00 phone=+12025550102",
  ],
  [
    "crypto / 30k / actually forget crypto, I want bonds / low / 5 years / no",
    "types=bonds@3 sum=30000 risk=conservative time=60 callback=no",
  ],
  [
    "bonds / 100 / I mean 100 thousand / low / 5 years / no",
    "types=bonds sum=100000@3 risk=conservative time=60 callback=no",
  ],
  [
    "funds / 30k / aggressive / scratch that, moderate / 5 years / no",
    "types=funds sum=30000 risk=moderate@4 time=60 callback=no",
  ],
  [
    "stocks / 30k / moderate / 5 years / hmm make it ten years / no",
    "types=stocks sum=30000 risk=moderate time=120@5 callback=no",
  ],
  [
    "stocks / 30k / moderate / 5 years / no / actually yes, you can call me / thursday 10 am / 202 555 0139",
    "types=stocks sum=30000 risk=moderate time=60 callback=no",
  ],
  [
    "gold not silver / 30k / moderate / 5 years / no",
    "types=commodities sum=30000 risk=moderate time=60 callback=no",
  ],
  [
    "I want twenty, no, thirty thousand in bonds / low / two years / no",
    "sum=30000 types=bonds risk=conservative time=24 callback=no",
  ],
  [
    "I bought my house for 300 thousand back in 1995 / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "my neighbor made half a million with bitcoin / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "how risky are stocks? / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative@4 time=36 callback=no",
  ],
  [
    "I don't want to lose sleep over this / stocks / 20k / moderate / 3 years / no",
    "types=stocks sum=20000 risk=moderate time=36 callback=no",
  ],
  [
    "my zip code is 90210 / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "I work for a real estate company / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "I've been a customer for ten years / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "can I make a lot of money with this? / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "my account number is 12345678 / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "I have 20 years of experience as a nurse / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "the meeting is at 3 pm tomorrow so make it quick / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "are there any fees? like 2 percent? / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "somebody from your company called me five days ago / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "I don't have a million dollars you know / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "in the middle of nowhere here, bad line / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "stocks / well I won 500 dollars in the lottery last week, anyway 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "let me think / hold on a second / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "stocks / 20k / what does moderate mean? / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative@4 time=36 callback=no",
  ],
  [
    "stocks / 20k / low / my daughter goes to college in 3 years / I'd say 6 years / no",
    "types=stocks sum=20000 risk=conservative time=72 callback=no",
  ],
  [
    "is bitcoin safe / stocks / 20k / low / 3 years / no",
    "types=stocks sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "I'm scared of crypto / bonds / 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative@4 time=36 callback=no",
  ],
  [
    "I lost 40 thousand in the stock market last year / bonds / 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "my number one priority is my family / bonds / 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "bonds / my house is worth 500k / I can put in 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "you're wasting my time / bonds / 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "am I talking with an AI? / so no human at all? / fine. bonds. / 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "let me talk to someone real / ok / tomorrow noon / 2025550160",
    "status=human_requested callback=yes:2026-05-05T12:00:00-04:00 phone=+12025550160",
  ],
  [
    "bonds / 20k / low / 3 years / I'd prefer to speak with a human advisor / yes / wednesday 1pm / 2025550161",
    "types=bonds sum=20000 risk=conservative time=36 status=human_requested callback=yes:2026-05-06T13:00:00-04:00 phone=+12025550161",
  ],
  ["I have no interest in this whatsoever", "status=not_interested"],
  ["please stop. I am not interested.", "status=not_interested"],
  ["you have the wrong number", "status=not_interested"],
  [
    "bonds / no actually forget the whole thing, I'm not investing",
    "types=bonds status=not_interested",
  ],
  [
    "say that again please / pardon me? / bonds / come again? / 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "bonds / 20k / low / 3 years / no / goodbye",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  ["bonds / bye", "types=bonds"],
  ["transfer me to an agent now / no I don't want a call", "status=human_requested callback=no"],
  [
    "operator please / yes / now / 2025550162",
    "status=human_requested callback=yes phone=+12025550162",
  ],
  [
    "bonds / 20k / low / 3 years / yes / half past nine tomorrow / 2025550163",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-05T09:30:00-04:00 phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / yes / quarter to five on friday / 2025550163",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-08T16:45:00-04:00 phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / yes / june third at ten in the morning / 2025550163",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-06-03T10:00:00-04:00 phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / yes / 6/1 at 9am / 2025550163",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-06-01T09:00:00-04:00 phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / of course / in three days at noon / 2025550163",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-07T12:00:00-04:00 phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / yes / Sunday at 1 pm / 2025550163",
    "now=2026-03-05T15:00:00Z types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-03-08T13:00:00-04:00 phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / yes / Sunday at 1 pm / 020 7946 0018",
    "now=2026-10-22T15:00:00Z zone=Europe/London types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-10-25T13:00:00+00:00",
  ],
  [
    "bonds / 20k / low / 3 years / absolutely / whenever / 2025550163",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / maybe later, not now",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "bonds / 20k / low / 3 years / yes but only by email, it's kate@kate.io",
    "types=bonds sum=20000 risk=conservative time=36 email=kate@kate.io callback=no",
  ],
  [
    "bonds / 20k / low / 3 years / I'd rather you didn't",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "bonds / 20k / low / 3 years / go ahead / next friday at 8 pm / 2025550163",
    "zone=Asia/Kolkata types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-15T20:00:00+05:30 phone=+12025550163",
  ],
  [
    "bonds / 20k / low / 3 years / yes / tomorrow at 10 / triple five, no sorry, it's two zero two, triple five, zero one nine nine",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-05T10:00:00-04:00 phone=+12025550199",
  ],
  [
    "Hi this is Dr. Amanda Lee / bonds / 20k / low / 3 years / no",
    "name=Amanda_Lee types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "i'm sean / bonds / 20k / low / 3 years / no",
    "name=Sean types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "bonds, my email is t underscore brown at company dash mail dot net / 20k / low / 3 years / no",
    "email=t_brown@company-mail.net types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "bonds / 20k / low / 3 years / yes / tomorrow at 10 / one eight hundred five five five zero one nine nine",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-05T10:00:00-04:00 phone=+18005550199",
  ],
  [
    "bonds / 20k / low / 3 years / yes / tomorrow at 10 / twenty two, no, two zero two five five five, zero one, zero three",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-05T10:00:00-04:00 phone=+12025550103",
  ],
  [
    "my name is not important / bonds / 20k / low / 3 years / no",
    "types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "Jennifer speaking, I'd like bonds / 20k / low / 3 years / no",
    "name=Jennifer types=bonds sum=20000 risk=conservative time=36 callback=no",
  ],
  [
    "bonds / 20k / low / 3 years / ok / tomorrow at 10 / reach me at 1-646-555-0175 please",
    "types=bonds sum=20000 risk=conservative time=36 callback=yes:2026-05-05T10:00:00-04:00 phone=+16465550175",
  ],
  // Brief and long-winded callers, traps, names, callbacks, spans.
  [
    "Yeah hi, I saw your ad on TV and figured I'd give it a try. I'm mostly looking at real estate. / Well, I could probably scrape together forty, maybe forty-five thousand. / I hate losing money, I really do. / I'd want to see results within four years. / Sure, go ahead and call me. / Friday works, say 11:30. / 718-555-0136",
    "types=real_estate@1 sum=40000..45000@2 risk=conservative@3 time=0..48@4 callback=yes:2026-05-08T11:30:00-04:00 phone=+17185550136@7",
  ],
  [
    "I'm a nurse and I work nights so let's be brief. Index funds. / Fifteen thousand. / Moderate. / Twenty-five years, till retirement. / No.",
    "types=funds sum=15000 risk=moderate time=300 callback=no",
  ],
  [
    "hola, I mean hello, I want to invest in the crypto / one thousand dollars, no more / I am not afraid / maybe one year / no gracias",
    "types=crypto sum=1000 risk=aggressive time=12 callback=no",
  ],
  [
    "Listen, young man, in my day we kept money under the mattress. But my son says bonds. Fine, bonds. / I have ninety thousand. / Nothing risky, do you hear me? / Five years if I live that long. / No calls, I don't like the telephone.",
    "types=bonds sum=90000 risk=conservative time=60 callback=no",
  ],
  [
    "um hi uh is this the uh investment line / ok so uh I want uh commodities like oil / it's uh twelve thousand uh five hundred / uh medium / uh thirty months / uh no",
    "types=commodities sum=12500 risk=moderate time=30 callback=no",
  ],
  [
    "I'm looking at putting 250K into a mix of ETFs and treasuries, moderate risk, with a seven year window. / Yes, please have someone call me. / Monday the 11th at 2:15 pm. / (646) 555-0198",
    "types=funds,bonds@1 sum=250000@1 risk=moderate@1 time=84@1 callback=yes:2026-05-11T14:15:00-04:00@3 phone=+16465550198@4",
  ],
  [
    "Can you hear me? Hello? / Ok. Mutual funds. / Sorry you cut out. / Oh, how much. Eighteen thousand. / I'd describe myself as cautious. / About three years. / Nope.",
    "types=funds@2 sum=18000@4 risk=conservative@5 time=36@6 callback=no@7",
  ],
  [
    "This is Sam. Stocks. 5k. High. 2 years. No callback.",
    "name=Sam types=stocks sum=5000 risk=aggressive time=24 callback=no",
  ],
  [
    "I want to talk about my pension. / Well it's around three hundred and twenty thousand pounds. / As low as possible please. / I'm 58 and want to retire at 65, so seven years. / Yes. / Tomorrow at half ten in the morning. / 07700 900123",
    "types=retirement sum=GBP320000 risk=conservative time=84 callback=yes:2026-05-05T10:30:00-04:00",
  ],
  [
    "Hmm, what do people usually invest in? / I guess stocks then. / What's the minimum? / Okay, one thousand then. / what do you mean risk / medium / don't know / ok five years / no",
    "types=stocks sum=1000 risk=moderate time=60 callback=no",
  ],
  [
    "im interested in stocks and shares / i could do five hundred a month / low risk please / about ten years / no thank you",
    "types=stocks sum=500 risk=conservative time=120 callback=no",
  ],
  [
    "we just won the lottery and we want to put two million in real estate and gold / balanced i suppose / ten to twenty years / no",
    "sum=2000000@1 types=real_estate,commodities@1 risk=moderate time=120..240 callback=no",
  ],
  [
    "stocks / more or less ten thousand / more on the aggressive side / more than ten years / no more calls please",
    "types=stocks sum=10000 risk=aggressive time=120.. callback=no",
  ],
  [
    "gold / ten k no twelve k / i dont take big risks / two to four years / no",
    "types=commodities sum=12000 risk=conservative time=24..48 callback=no",
  ],
  [
    "I was thinking crypto at first but now I'm leaning towards index funds / 22 grand / so so / six years / no",
    "types=funds sum=22000 risk=moderate time=72 callback=no",
  ],
  [
    "can you repeat the options / the second one / 8 thousand / the first / one year / no",
    "types=bonds sum=8000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / 10k / low / 1 year / yes / tomorrow at 10 / 2025550123 / wait no the amount is 15k",
    "types=stocks sum=15000 risk=conservative time=12 callback=yes:2026-05-05T10:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / oh and it's bonds not stocks / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / 10k / low... actually medium / 1 year / no",
    "types=stocks sum=10000 risk=moderate time=12 callback=no",
  ],
  [
    "stocks / not 10k, 100k / low / 1 year / no",
    "types=stocks sum=100000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / 10k / low / 1 year, or rather 18 months / no",
    "types=stocks sum=10000 risk=conservative time=18 callback=no",
  ],
  [
    "stocks / 10k / low / 1 year / let me correct that, I have 12 thousand / no",
    "types=stocks sum=12000@5 risk=conservative time=12 callback=no",
  ],
  [
    "bonds and stocks / 10k / low / 1 year / remove the bonds / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks, wait, scratch stocks, real estate / 80k / low / 1 year / no",
    "types=real_estate sum=80000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / thirteen thousand, thirteen not thirty / low / 1 year / no",
    "types=stocks sum=13000 risk=conservative time=12 callback=no",
  ],
  [
    "I had stocks but sold them all in 2008 / bonds / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "are you able to tell me about bonds? / bonds please / 10k / low / 1 year / no",
    "types=bonds@2 sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "my wife is very conservative / bonds / 10k / I'm moderate / 1 year / no",
    "types=bonds sum=10000 risk=moderate time=12 callback=no",
  ],
  [
    "bonds / I make 5k a month and I could put aside 20k / low / 1 year / no",
    "types=bonds sum=20000 risk=conservative time=12 callback=no",
  ],
  [
    "bonds / my car cost 30k, I could do 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "bonds / 10k / I've taken a lot of risks in my life, now I want it safe / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "bonds / 10k / low / I've been saving for 12 years, I want it back in 2 / I mean 2 years / no",
    "types=bonds sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "I invested in funds before and didn't like it / bonds / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "hi it's cold here today 20 degrees / bonds / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "you people called me at 7 am! / bonds / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "no / no / no / bonds / 10k / low / 1 year / no",
    "sum=10000 types=bonds risk=conservative time=12 callback=no",
  ],
  [
    "bonds / 10k / low / 1 year / is that all? / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "bonds / 10k / low / 1 year / who would call me? / ok yes / tomorrow at 4 / 2025550123",
    "types=bonds sum=10000 risk=conservative time=12 callback=yes:2026-05-05T16:00:00-04:00 phone=+12025550123",
  ],
  [
    "bonds / ten percent of my savings / about 10k I mean / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "bonds / what's the interest rate? 4 percent? / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "the market crashed 30 percent last year / bonds / 10k / low / 1 year / no",
    "types=bonds sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "is there a minimum of 10k? / bonds / 12k / low / 1 year / no",
    "types=bonds sum=12000 risk=conservative time=12 callback=no",
  ],
  [
    "I don't like bonds / stocks / 10k / low / 1 year / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "hi there, I'm on hold for 20 minutes / stocks / 10k / low / 1 year / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / I'd say 10k but my wife says 20k / low / 1 year / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "is this real or a recording / hm ok stocks / 10k / low / 1 year / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  ["I'd like to speak to your supervisor / no thanks", "status=human_requested callback=no"],
  [
    "stocks / 10k / can I talk to a human being about this / yes / tuesday at 3 / 2025550123",
    "types=stocks sum=10000 status=human_requested callback=yes:2026-05-05T15:00:00-04:00 phone=+12025550123",
  ],
  ["we're not interested, thank you", "status=not_interested"],
  [
    "stocks / 10k / you know what, I'm no longer interested",
    "types=stocks sum=10000 status=not_interested",
  ],
  ["I'm calling to say please take my name off your list", "status=not_interested"],
  ["no. just no. leave me alone.", "status=not_interested"],
  [
    "stocks / 10k / low / 1 year / I'm not interested in a callback",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "what / what / stocks / 10k / low / 1 year / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "I'm not sure I'm interested / hm ok, stocks / 10k / low / 1 year / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "give me a human / yes / today at 4 / my number is two one two five five five oh one oh one",
    "status=human_requested callback=yes:2026-05-04T16:00:00-04:00 phone=+12125550101",
  ],
  [
    "stocks / I don't know / I don't know / I don't know / I don't know / I don't know / I don't know / I don't know",
    "types=stocks",
  ],
  [
    "stocks / 10k / low / 1 year / yeah ok / wednesday between 2 and 4 / 2025550123",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-06T14:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / please do / this afternoon / 2025550123",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-04T14:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / I agree / first thing tomorrow morning / 2025550123",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-05T09:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / yes / 5pm / 2025550123",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-04T17:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / yes / on the 20th of may at 9 / 2025550123",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-20T09:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / yes, Thursday at 1, my number is 2025550123",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-07T13:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / yes / a week from today at noon / 2025550123",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-11T12:00:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / I'd rather call you",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / 10k / low / 1 year / yes / tomorrow at 10 / I don't want to give my number",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-05T10:00:00-04:00",
  ],
  [
    "stocks / 10k / low / 1 year / yes / tomorrow at eleven fifteen / two o two, five double five, o one two three",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-05T11:15:00-04:00 phone=+12025550123",
  ],
  [
    "stocks / 10k / low / 1 year / yes / tuesday 9 am / my number is 312 555 0199, and my email is bob at bob dot com",
    "types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-05T09:00:00-04:00 phone=+13125550199 email=bob@bob.com",
  ],
  [
    "stocks / 10k / low / 1 year / yes / tomorrow 8 am / 0171 2345678",
    "zone=Europe/Berlin types=stocks sum=10000 risk=conservative time=12 callback=yes:2026-05-05T08:00:00+02:00",
  ],
  [
    "My name's Tom O'Brien and I'd like stocks / 10k / low / 1 year / no",
    "name=Tom_O'Brien types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "you can call me Liz / stocks / 10k / low / 1 year / no",
    "name=Liz types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "this is mary from chicago, stocks please / 10k / low / 1 year / no",
    "name=Mary types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks. I'm Raj. / 10k / low / 1 year / no",
    "name=Raj types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "I'm calling for my mother / stocks / 10k / low / 1 year / no",
    "types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks, email info@smith-family.co.uk / 10k / low / 1 year / no",
    "email=info@smith-family.co.uk types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "hi my name is jean luc picard / stocks / 10k / low / 1 year / no",
    "name=Jean_Luc_Picard types=stocks sum=10000 risk=conservative time=12 callback=no",
  ],
  [
    "stocks / 10k / low / two years from now / no",
    "types=stocks sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks / 10k / low / I don't need the money for at least a decade / no",
    "types=stocks sum=10000 risk=conservative time=120.. callback=no",
  ],
  [
    "stocks / 10k / low / by the end of the year / no",
    "types=stocks sum=10000 risk=conservative time=0..8 callback=no",
  ],
  [
    "stocks / 10k / low / maybe a few years / no",
    "types=stocks sum=10000 risk=conservative time=36 callback=no",
  ],
  [
    "stocks / 10k / low / not long, six months / no",
    "types=stocks sum=10000 risk=conservative time=6 callback=no",
  ],
  [
    "stocks / 10k / low / between one and three years / no",
    "types=stocks sum=10000 risk=conservative time=12..36 callback=no",
  ],
  [
    "stocks / 10k / low / 24 / months / no",
    "types=stocks sum=10000 risk=conservative time=24 callback=no",
  ],
  [
    "stocks / 10k / low / over the next five years / no",
    "types=stocks sum=10000 risk=conservative time=0..60 callback=no",
  ],
  [
    "stocks / 10k / low / in 2030 / no",
    "types=stocks sum=10000 risk=conservative time=48 callback=no",
  ],
  [
    "stocks / 10k / low / years, not months / five years / no",
    "types=stocks sum=10000 risk=conservative time=60 callback=no",
  ],
];

export const typedCalls: readonly TypedCall[] = table.map(([lines, lead]) => ({ lines, lead }));
