/** Digest login (RFC 2617 as SIP uses it): a password proved without being sent. */
import { createHash, randomBytes } from "node:crypto";

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface Challenge {
  /** Name and value of the header that answers the challenge. */
  readonly answerHeader: string;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string;
  /** Whether the server understands the protection that came later. */
  readonly hasQop: boolean;
}

/** From a 401's WWW-Authenticate or a 407's Proxy-Authenticate; `null` unless it takes MD5. */
export function readChallenge(status: number, value: string): Challenge | null {
  if (!/^digest\s/i.test(value)) return null;
  const field = (name: string) =>
    new RegExp(`\\b${name}=(?:"([^"]*)"|([^,\\s]+))`, "i").exec(value)?.slice(1).find(Boolean) ??
      "";
  if ((field("algorithm") || "MD5").toUpperCase() !== "MD5") return null;
  return {
    answerHeader: status === 407 ? "Proxy-Authorization" : "Authorization",
    realm: field("realm"),
    nonce: field("nonce"),
    opaque: field("opaque"),
    hasQop: field("qop").split(",").map((qop) => qop.trim()).includes("auth"),
  };
}

/** The value for `challenge.answerHeader`. */
export function answerChallenge(
  challenge: Challenge,
  login: Login,
  method: string,
  uri: string,
): string {
  const { realm, nonce, opaque, hasQop } = challenge;
  const cnonce = randomBytes(8).toString("hex");
  const count = "00000001";
  const who = md5(`${login.username}:${realm}:${login.password}`);
  const what = md5(`${method}:${uri}`);
  const response = hasQop
    ? md5(`${who}:${nonce}:${count}:${cnonce}:auth:${what}`)
    : md5(`${who}:${nonce}:${what}`);
  const fields = [
    `username="${login.username}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
    "algorithm=MD5",
    ...(opaque ? [`opaque="${opaque}"`] : []),
    ...(hasQop ? ["qop=auth", `nc=${count}`, `cnonce="${cnonce}"`] : []),
  ];
  return `Digest ${fields.join(", ")}`;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
