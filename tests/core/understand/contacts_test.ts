import { testValues } from "./asking.ts";

const phone = { type: "phone" } as const;
const types = { type: "field", key: "investmentType" } as const;

function spoken(e164: string) {
  return { e164, source: "spoken" };
}

testValues("phone", phone, [
  ["202-555-0123", spoken("+12025550123")],
  ["(305) 555-0147", spoken("+13055550147")],
  ["1-646-555-0175", spoken("+16465550175")],
  ["2 0 2 5 5 5 0 1 4 3", spoken("+12025550143")],
  ["two oh two five five five oh one nine nine", spoken("+12025550199")],
  ["two oh two triple five oh one double two", spoken("+12025550122")],
  ["six one seven, five five five, zero one eight two", spoken("+16175550182")],
  ["one eight hundred five five five zero one nine nine", spoken("+18005550199")],
  ["area code 617, 555, 0147", spoken("+16175550147")],
  ["five five five one two three four five six seven", spoken("+15551234567")],
  ["555 123 4567", spoken("+15551234567")],
  ["+44 20 7946 0958", spoken("+442079460958")],
  ["plus four four seven seven double oh nine hundred one two three", spoken("+447700900123")],
  ["+49 30 901820", spoken("+4930901820")],
  ["202 555 0101 no sorry 202 555 0102", spoken("+12025550102")],
  ["555 0123", null],
  ["202 555 01", null],
  ["I don't give out my number", null],
  ["twelve", null],
  ["123456789012345678901234567890", null],
]);

testValues("phone", types, [
  ["my number is 415 555 2671", spoken("+14155552671")],
  ["call me on five five five one two three four five six seven", spoken("+15551234567")],
  ["my account number is 12345678", null],
  ["$2,025,550,123", null],
]);

testValues("email", types, [
  ["my email is anna.k@example.org", "anna.k@example.org"],
  ["Anna.K@Example.ORG please", "anna.k@example.org"],
  ["priya_patel99@yahoo.co.in", "priya_patel99@yahoo.co.in"],
  ["john dot smith at gmail dot com", "john.smith@gmail.com"],
  ["write to j o h n at example dot com", "john@example.com"],
  ["t underscore brown at company dash mail dot net", "t_brown@company-mail.net"],
  ["it's kate@kate.io", "kate@kate.io"],
  ["m dot jones at outlook dot com", "m.jones@outlook.com"],
  ["I looked at stocks dot dot dot", null],
  ["I'm at home", null],
]);

testValues("name", types, [
  ["my name is Linda Carter", "Linda Carter"],
  ["my name is linda carter", "Linda Carter"],
  ["Good afternoon. This is Robert Miller.", "Robert Miller"],
  ["Hi, I'm Peter, I've got 30 grand", "Peter"],
  ["i'm sean", "Sean"],
  ["it's Bob here", "Bob"],
  ["Jennifer speaking, I'd like bonds", "Jennifer"],
  ["call me Ishmael. I'd like bonds", "Ishmael"],
  ["Hi this is Dr. Amanda Lee", "Amanda Lee"],
  ["my name is kathy k a t h y", "Kathy"],
  ["my name is Jon, no, sorry, it's John Baker", "John Baker"],
  ["my first name is carlos and i am interested in crypto", "Carlos"],
  ["O'Neill, Mary O'Neill is my name", "Mary O'Neill"],
  ["my name is Vincent van Gogh", "Vincent van Gogh"],
  ["my name is not important", null],
  ["I'm interested in stocks", null],
  ["I'm Not Sure", null],
  ["this is ridiculous", null],
  ["it's Monday", null],
  ["I'm American", null],
]);
