import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { asArray, asExactObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { ExactIdentity, WorkflowIdentity } from "./identity.ts";
import { isPlainName, PLAIN_NAME } from "./plain-name.ts";

/** Somebody who signs: a person or a machine, by keys or by keyless identities. */
export interface Signer {
  readonly name: string;
  readonly person: boolean;
  readonly roles: readonly string[];
  /** Paths of public keys, relative to the file that names them. */
  readonly keys: readonly string[];
  readonly keyless: readonly KeylessSigner[];
}

/** An identity to be certified; `{version}` in it stands for the version of what was signed. */
export type KeylessSigner = ExactIdentity | WorkflowIdentity;

const GITHUB = "https://github.com";
/** More ways to sign than anybody has. */
const MAX_WAYS = 64;

/**
 * Reads the `[signers]` of a policy. Does not read the keys, and judges nobody's periods.
 * @throws Refusal `POLICY_MALFORMED` — a field is missing, unknown or of another type; somebody has no way to sign.
 */
export function parseSigners(
  value: JsonValue | undefined,
  what: string,
): ReadonlyMap<string, Signer> {
  const fail = policyFailure(what);
  const table = value === undefined ? {} : asAnyObject(value, "signers", fail);
  return new Map(
    Object.entries(table).map(([name, one]) => [name, readSigner(name, one, fail)] as const),
  );
}

const OPTIONAL = ["person", "roles", "keys", "keyless", "github", "from", "until", "revoked"];

function readSigner(name: string, value: JsonValue, fail: ShapeFailure): Signer {
  const at = `signers.${name}`;
  const fields = asExactObject(value, at, [], fail, OPTIONAL);
  const keys = strings(fields.keys, `${at}.keys`, fail);
  const keyless = asArray(fields.keyless ?? [], `${at}.keyless`, 0, MAX_WAYS, fail).map(
    (one, index) => readKeyless(one, `${at}.keyless[${index}]`, fail),
  );
  if (keys.length + keyless.length === 0) fail(at, "keys or keyless identities", "neither");
  return {
    name,
    person: fields.person === true,
    roles: strings(fields.roles, `${at}.roles`, fail),
    keys,
    keyless,
  };
}

function readKeyless(value: JsonValue, at: string, fail: ShapeFailure): KeylessSigner {
  const object = asExactObject(value, at, ["issuer"], fail, [
    "email",
    "identity",
    "server",
    "repository",
    "repository_id",
    "workflow",
    "ref",
    "trigger",
    "runner",
  ]);
  const text = (name: string): string => {
    const found = asString(object[name], `${at}.${name}`, fail);
    // A ref and a file may be called as their repository likes; a person, a host and a repository may not.
    if (name === "ref" || name === "workflow" || isPlainName(found)) return found;
    return fail(`${at}.${name}`, PLAIN_NAME, quote(found));
  };
  const issuer = text("issuer");
  const name = object.email === undefined ? "identity" : "email";
  if (object[name] !== undefined) {
    const only = Object.keys(object).filter((key) => key !== "issuer" && key !== name);
    if (only.length > 0) fail(at, `issuer and ${name} alone`, only.join(", "));
    return { kind: "exact", name: text(name), issuer };
  }
  const some = (key: string, as: string): object =>
    object[key] === undefined ? {} : { [as]: text(key) };
  return {
    kind: "workflow",
    server: object.server === undefined ? GITHUB : text("server"),
    issuer,
    repository: text("repository"),
    workflow: text("workflow"),
    ref: text("ref"),
    ...some("repository_id", "repositoryId"),
    ...some("trigger", "trigger"),
    ...some("runner", "runner"),
  };
}

function strings(value: JsonValue | undefined, at: string, fail: ShapeFailure): readonly string[] {
  return asArray(value ?? [], at, 0, MAX_WAYS, fail).map((one, index) =>
    asString(one, `${at}[${index}]`, fail),
  );
}

function asAnyObject(value: JsonValue, at: string, fail: ShapeFailure): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as JsonObject;
  return fail(at, "a table", "another value");
}

/** Makes the refusal of a policy that says something that cannot be meant. */
export function policyFailure(what: string): ShapeFailure {
  return (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal(
      "POLICY_MALFORMED",
      `${what}: expected ${expected}${place}, found ${found}`,
      { at },
      {
        hint: `mend it in ${what}; what is not known is refused, since a mistyped limit would be none`,
      },
    );
  };
}

/** Writes a signer as the table that a policy has of it. */
export function formatSignerTable(signer: Signer): string {
  const { name, person, roles, keys, keyless } = signer;
  const list = (values: readonly string[]): string => `[${values.map(quoteToml).join(", ")}]`;
  return [
    `[signers.${name}]\n`,
    `person = ${person}\n`,
    `roles = ${list(roles)}\n`,
    keys.length === 0 ? "" : `keys = ${list(keys)}\n`,
    keyless.length === 0 ? "" : `keyless = [${keyless.map(formatKeyless).join(", ")}]\n`,
  ].join("");
}

function formatKeyless(signer: KeylessSigner): string {
  const fields =
    signer.kind === "exact"
      ? { issuer: signer.issuer, identity: signer.name }
      : {
          issuer: signer.issuer,
          server: signer.server === GITHUB ? undefined : signer.server,
          repository: signer.repository,
          repository_id: signer.repositoryId,
          workflow: signer.workflow,
          ref: signer.ref,
          trigger: signer.trigger,
          runner: signer.runner,
        };
  const pairs = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${quoteToml(value)}`],
  );
  return `{ ${pairs.join(", ")} }`;
}

/** Text of a command line, which has no control characters that JSON would spell otherwise than TOML does. */
function quoteToml(text: string): string {
  return JSON.stringify(text);
}
