/** OAuth 2.0 for servers: client credentials, or an assertion signed with a private key. */
import { GiveUp } from "../../lib/plugin/contract.ts";
import { keyOf, type Reach, type Service, taken, textAt, untilPersonActs } from "../destination.ts";

const LOGIN: Service = {
  name: "Salesforce's login",
  key: "the app's key and secret",
  codeOf: (body) => String((body as { error?: unknown }).error ?? "").toUpperCase(),
};
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** Salesforce takes assertions of three minutes at the most. */
const ASSERTION_S = 150;

export interface LoginSettings {
  readonly loginUrl: string;
  readonly auth: "client_credentials" | "jwt";
  readonly clientId: string;
  readonly username?: string | undefined;
  readonly audience: string;
}

export interface Session {
  readonly token: string;
  readonly instanceUrl: string;
}

/** One session for all deliveries of a process, until it is refused. */
export class Login {
  #session: Promise<Session> | null = null;

  session(context: Reach<LoginSettings>): Promise<Session> {
    this.#session ??= logIn(context).catch((error) => {
      this.#session = null;
      throw error;
    });
    return this.#session;
  }

  forget(): void {
    this.#session = null;
  }
}

async function logIn({ settings, env, fetch, signal }: Reach<LoginSettings>) {
  const response = await fetch(`${settings.loginUrl.replace(/\/$/, "")}/services/oauth2/token`, {
    method: "POST",
    body: settings.auth === "jwt" ? await signed(settings, env) : credentials(settings, env),
    signal,
  });
  if (response.status === 400) {
    const { error } = await response.json().catch(() => ({}));
    const why = /^\w{1,40}$/.test(String(error)) ? ` (${error})` : "";
    throw untilPersonActs(`Salesforce refuses the login${why}: check ${LOGIN.key}`);
  }
  const { body } = await taken(response, LOGIN);
  return {
    token: textAt(body, ["access_token"], LOGIN),
    instanceUrl: textAt(body, ["instance_url"], LOGIN),
  };
}

type Env = Reach<unknown>["env"];

function credentials({ clientId }: LoginSettings, env: Env): URLSearchParams {
  return new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: keyOf(env, "SALESFORCE_CLIENT_SECRET", "crm_salesforce"),
  });
}

/** RFC 7523, with RS256. */
async function signed(settings: LoginSettings, env: Env): Promise<URLSearchParams> {
  const { clientId, username, audience } = settings;
  const key = await privateKey(keyOf(env, "SALESFORCE_PRIVATE_KEY", "crm_salesforce"));
  const exp = Math.floor(Date.now() / 1_000) + ASSERTION_S;
  const claims = { iss: clientId, sub: username ?? "", aud: audience, exp };
  const text = [{ alg: "RS256", typ: "JWT" }, claims]
    .map((part) => base64Url(new TextEncoder().encode(JSON.stringify(part)))).join(".");
  const bytes = new TextEncoder().encode(text);
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key, bytes);
  const assertion = `${text}.${base64Url(new Uint8Array(signature))}`;
  return new URLSearchParams({ grant_type: GRANT, assertion });
}

/** PKCS #8 in PEM; line breaks may be written as \n. */
async function privateKey(pem: string): Promise<CryptoKey> {
  const base64 = pem.replaceAll("\\n", "\n").replace(/-----[A-Z ]+-----|\s/g, "");
  const how = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return await crypto.subtle.importKey("pkcs8", bytes, how, false, ["sign"]);
  } catch {
    throw new GiveUp({ reason: "SALESFORCE_PRIVATE_KEY is no private key in PKCS #8 and PEM" });
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
