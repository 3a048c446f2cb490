/** What the lab's telephone sends and reads, without a network. */
import assert from "node:assert/strict";
import { keyEvent, readRtp, wrapped, writeKeyEvent, writeRtp } from "../lab/rtp.ts";
import { RtpRecorder } from "../lab/rtp_recorder.ts";
import { offer, readAnswer } from "../lab/sdp.ts";
import { answerChallenge, readChallenge } from "../lab/sip_login.ts";
import { formatSip, header, headersNamed, parseSip, uriOf } from "../lab/sip_message.ts";
import { debianArchiveIn } from "../lab/mirror.ts";

const PACKET = {
  payloadType: 0,
  marker: true,
  sequence: 65_535,
  timestamp: 4_294_967_295,
  ssrc: 3_000_000_000,
  payload: new Uint8Array([1, 2, 3]),
};

Deno.test("readRtp() reads what writeRtp() wrote, at the edges of every field", () => {
  assert.deepEqual(readRtp(writeRtp(PACKET)), PACKET);
});

Deno.test("readRtp() skips sources, extension and padding, and refuses what lies about them", () => {
  const bytes = new Uint8Array(12 + 4 + 8 + 3 + 1);
  bytes.set([0x80 | 0x20 | 0x10 | 1, 8]);
  bytes.set([0xbe, 0xde, 0, 1], 16);
  bytes.set([7, 8, 9, 1], 24);
  assert.deepEqual(readRtp(bytes)?.payload, new Uint8Array([7, 8, 9]));
  bytes[19] = 200; // an extension longer than the packet
  assert.equal(readRtp(bytes), null);
  for (const garbage of [[], [0x80], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]) {
    assert.equal(readRtp(new Uint8Array(garbage)), null);
  }
});

Deno.test("writeKeyEvent() writes RFC 4733's four bytes, and keyEvent() knows a keypad", () => {
  assert.deepEqual([...writeKeyEvent(keyEvent("#"), 800, true)], [11, 0x80 | 10, 3, 32]);
  assert.deepEqual([..."0*D"].map(keyEvent), [0, 10, 15]);
  for (const wrong of ["E", "", "12"]) assert.throws(() => keyEvent(wrong), /Cannot press/);
});

Deno.test("wrapped() counts over the end of the field, forward and back", () => {
  assert.equal(wrapped(65_535, 0, 16), 1);
  assert.equal(wrapped(0, 65_535, 16), -1);
  assert.equal(wrapped(70_000, 70_001 % 65_536, 16), 1);
  assert.equal(wrapped(4_294_967_200, 64, 32), 160);
});

Deno.test("RtpRecorder puts packets where their clock says, also late, doubled and over the wrap", () => {
  const recorder = new RtpRecorder(1_000);
  const receive = (index: number, atMs: number) =>
    recorder.receive(
      writeRtp({
        ...PACKET,
        sequence: 65_534 + index,
        timestamp: 4_294_967_296 - 160 + index * 160,
        payload: new Uint8Array(160).fill(index),
      }),
      atMs,
    );
  receive(0, 1_000);
  receive(2, 1_041);
  receive(1, 1_042);
  receive(1, 1_043);
  receive(4, 1_083);
  const heard = recorder.pcm();
  const starts = [0, 1, 2, 3, 4].map((frame) => heard[frame * 160]);
  assert.equal(heard.length, 5 * 160);
  assert.equal(starts[3], 0, "what never came is silence");
  assert.equal(new Set(starts).size, 5);
  const { packets, lost, reordered, duplicates } = recorder.pacing();
  assert.deepEqual({ packets, lost, reordered, duplicates }, {
    packets: 5,
    lost: 1,
    reordered: 1,
    duplicates: 1,
  });
});

Deno.test("RtpRecorder trusts the arrival, when a stream's clock jumps or another stream begins", () => {
  const recorder = new RtpRecorder(0);
  recorder.receive(writeRtp({ ...PACKET, payload: new Uint8Array(160) }), 0);
  const later = { ...PACKET, sequence: 0, timestamp: 999, payload: new Uint8Array(160) };
  recorder.receive(writeRtp(later), 10_000);
  recorder.receive(writeRtp({ ...later, ssrc: 5 }), 12_000);
  const heard = recorder.pcm();
  const loudAt = (ms: number) => heard[ms * 8] !== 0;
  assert.deepEqual([0, 5_000, 10_000, 11_000, 12_000].map(loudAt), [
    true,
    false,
    true,
    false,
    true,
  ]);
  assert.equal(heard.length, 12_020 * 8);
});

Deno.test("parseSip() reads compact, folded and repeated headers, and refuses garbage", () => {
  const message = parseSip(
    "SIP/2.0 401 Unauthorized\r\nv: a\r\nVIA: b\r\nSubject: one\r\n  two\r\n\r\nbody",
  );
  assert.ok(message?.kind === "response");
  assert.equal(message.status, 401);
  assert.deepEqual(headersNamed(message, "Via"), ["a", "b"]);
  assert.equal(header(message, "subject"), "one two");
  assert.equal(header(message, "toString"), "");
  assert.equal(message.body, "body");
  for (
    const garbage of ["", "\r\n\r\n", "\0\0\0\0", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0 \r\n\r\n"]
  ) {
    assert.equal(parseSip(garbage), null, JSON.stringify(garbage));
  }
});

Deno.test("formatSip() counts the body in bytes", () => {
  const text = formatSip({ kind: "request", method: "INFO", uri: "sip:a", headers: [], body: "ä" });
  assert.equal(text, "INFO sip:a SIP/2.0\r\nContent-Length: 2\r\n\r\nä");
  assert.equal(parseSip(text)?.body, "ä");
});

Deno.test("uriOf() takes the address out of a header", () => {
  assert.equal(uriOf('"A b" <sip:a@b:5;x=y>;tag=1'), "sip:a@b:5;x=y");
  assert.equal(uriOf("sip:a@b;tag=1"), "sip:a@b");
});

Deno.test("answerChallenge() proves the password as RFC 2617 §3.2.2 says, without qop", () => {
  const challenge = readChallenge(401, 'Digest realm="testrealm@host.com", nonce="abc"')!;
  const answer = answerChallenge(
    challenge,
    { username: "Mufasa", password: "Circle Of Life" },
    "GET",
    "/dir/index.html",
  );
  // md5(md5("Mufasa:testrealm@host.com:Circle Of Life") ":abc:" md5("GET:/dir/index.html"))
  assert.match(answer, /response="1c65105f65ea4aa39d27f622d6e924b9"/);
  assert.equal(challenge.answerHeader, "Authorization");
});

Deno.test("readChallenge() takes MD5 and nothing stronger or weaker", () => {
  assert.equal(readChallenge(407, "Basic realm=x"), null);
  assert.equal(readChallenge(407, 'Digest realm="x", algorithm=SHA-256, nonce="n"'), null);
  const found = readChallenge(407, 'Digest realm="x",nonce="n",algorithm=md5,qop="auth,auth-int"');
  assert.deepEqual(found, {
    answerHeader: "Proxy-Authorization",
    realm: "x",
    nonce: "n",
    opaque: "",
    hasQop: true,
  });
});

Deno.test("readAnswer() finds address, port, encoding and digits, or nothing", () => {
  assert.deepEqual(readAnswer(offer("127.0.0.1", 4_000, "alaw")), {
    address: "127.0.0.1",
    port: 4_000,
    encoding: "alaw",
    digitsPayloadType: 101,
  });
  assert.equal(readAnswer("v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 1 RTP/AVP 9\r\n"), null);
});

Deno.test("debianArchiveIn() reads both of APT's formats, and takes no other archive", () => {
  const deb822 = "Types: deb\nURIs: https://m.example/debian/\nSuites: x\n";
  assert.equal(debianArchiveIn(deb822), "https://m.example/debian/");
  const line = "# deb http://c.example/debian x\ndeb [signed-by=/k] http://m.example/debian x main";
  assert.equal(debianArchiveIn(line), "http://m.example/debian");
  assert.equal(debianArchiveIn("deb http://m.example/debian-security x main"), null);
  assert.equal(debianArchiveIn("URIs: http://m.example/ubuntu"), null);
});
