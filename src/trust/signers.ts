import type { ExactIdentity, WorkflowIdentity } from "./identity.ts";

/** Somebody who signs: a person or a machine, by keys or by keyless identities. */
export interface Signer {
  readonly name: string;
  /** A machine signs and observes; it never approves. */
  readonly person: boolean;
  readonly roles: readonly string[];
  /** Paths of public keys, relative to the file that names them. */
  readonly keys: readonly string[];
  readonly keyless: readonly KeylessSigner[];
  /** Names and addresses that git's author text may have. */
  readonly git: readonly string[];
  /** How a forge names them. */
  readonly github: readonly string[];
  /** When their signatures begin to count, in milliseconds since 1970; null for always. */
  readonly from: number | null;
  /** When they count no more; null for never. */
  readonly until: number | null;
  /** Since when they count for nothing; null for never. */
  readonly revoked: number | null;
}

/**
 * An identity to be certified; `{version}` in it stands for the version of what was signed, and `*` at the end of a ref
 * for whatever the ref goes on with.
 */
export type KeylessSigner = ExactIdentity | WorkflowIdentity;

const GITHUB = "https://github.com";

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

/**
 * Says why a signature does not count for the period of its signer; undefined where it does. Judged by the earliest
 * trusted time: that much is proven. Without one by today, so that what a lost key signed falls with it.
 */
export function outOfPeriod(
  { from, until, revoked }: Pick<Signer, "from" | "until" | "revoked">,
  times: readonly { readonly time: number }[],
  now: Date,
): string | undefined {
  const time = times.length === 0 ? now.getTime() : Math.min(...times.map((one) => one.time));
  const at = `${new Date(time).toISOString()}${times.length === 0 ? ", today, for nothing says when it was signed" : ""}`;
  if (from !== null && time < from) return `from ${new Date(from).toISOString()} on, found ${at}`;
  if (until !== null && time > until) return `until ${new Date(until).toISOString()}, found ${at}`;
  if (revoked !== null && time >= revoked)
    return `before the key was revoked at ${new Date(revoked).toISOString()}, found ${at}`;
  return undefined;
}

/**
 * Gives an identity as signatures without a version of their own are judged by, such as those over locks: `*` at the end
 * of a ref lets it go on. Undefined for one that depends on a version.
 */
export function expectedByPolicy(signer: KeylessSigner): KeylessSigner | undefined {
  const parts = signer.kind === "exact" ? [signer.name] : [signer.workflow, signer.ref];
  if (parts.some((part) => part.includes("{"))) return undefined;
  if (signer.kind === "exact" || !signer.ref.endsWith("*")) return signer;
  return { ...signer, ref: signer.ref.slice(0, -1), isRefPrefix: true };
}
