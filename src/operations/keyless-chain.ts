import { Refusal } from "../errors.ts";
import { bundlePath } from "../io/beside.ts";
import { isThere, readFile } from "../io/files.ts";
import { parseBundle } from "../sigstore/bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../sigstore/bundle-limit.ts";
import { readIdentity } from "../sigstore/certificate.ts";
import type { IdentityToken } from "../sigstore/identity-token.ts";
import { verifyBundle } from "../sigstore/verify.ts";
import { type LockStatement, parseLockStatement } from "../statement/lock-statement.ts";
import { parseStatement, STATEMENT_V1 } from "../statement/statement.ts";
import type { Identity } from "../trust/identity.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import { parseCertificate } from "../trust/x509.ts";

/** What stands where a keyless signature is to go. */
export interface KeylessStanding {
  readonly target: string;
  /** What the same signer signed last, verified; null where nothing stands. */
  readonly own: LockStatement | null;
}

/**
 * Looks at what stands where a keyless signature of a lock is to go. Only a lock bundle of the same signer is
 * continued: the same issuer, and the same workflow or address, of whatever ref.
 * @param at the path to write to, or undefined for the usual one.
 * @throws Refusal `SIGN_CHAIN_BROKEN` — something else stands there, or a bundle that does not hold.
 */
export async function readKeylessStanding(
  lock: string,
  at: string | undefined,
  token: IdentityToken,
  trust: TrustRoot,
  now: Date,
): Promise<KeylessStanding> {
  const target = at ?? bundlePath(lock);
  if (!isThere(target)) return { target, own: null };
  try {
    const { identity, statement } = await readSigned(target, trust, now);
    const signer = signerOf(token);
    if (
      signer === undefined ||
      identity.issuer !== token.issuer ||
      withoutRef(identity.name) !== signer
    ) {
      throw broken(target, `one by ${identity.name}`, undefined);
    }
    return { target, own: statement };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "SIGN_CHAIN_BROKEN") throw error;
    throw broken(target, error.message, error);
  }
}

async function readSigned(
  path: string,
  trust: TrustRoot,
  now: Date,
): Promise<{ readonly identity: Identity; readonly statement: LockStatement }> {
  const bundle = parseBundle(readFile(path, MAX_SIGSTORE_BUNDLE_BYTES), path);
  const { signer, content } = bundle;
  if (signer.kind === "key" || content.kind === "message")
    throw broken(path, "a signature of another kind", undefined);
  const claimed = readIdentity(parseCertificate(signer.chain[0], path));
  const { subjects } = parseStatement(content.envelope.payload, {
    what: path,
    types: [STATEMENT_V1],
  });
  // The lock has changed since: what it was then is what the statement says, and all that can be held against it.
  const artifact = { name: path, digests: subjects[0]?.digests ?? new Map() };
  const expected = {
    signer: {
      kind: "identity",
      identity: { kind: "exact", name: claimed.name, issuer: claimed.issuer },
    },
    predicateType: null,
  } as const;
  const { statement } = await verifyBundle(artifact, bundle, expected, trust, now);
  if (statement === undefined) throw broken(path, "a signature of another kind", undefined);
  return { identity: claimed, statement: parseLockStatement(statement) };
}

/** The name that Fulcio will give, without the ref: of a workflow by its own claim, else the address. */
function signerOf({ text, subject }: IdentityToken): string | undefined {
  const claims = JSON.parse(
    Buffer.from(text.split(".")[1] ?? "", "base64url").toString(),
  ) as Record<string, unknown>;
  const { job_workflow_ref: github, ci_config_ref_uri: gitlab, email } = claims;
  if (typeof github === "string") return withoutRef(`https://github.com/${github}`);
  if (typeof gitlab === "string") return withoutRef(`https://${gitlab}`);
  return typeof email === "string" ? subject : undefined;
}

/** An address has an at sign too, and no slash before it. */
function withoutRef(name: string): string {
  return name.includes("/") ? name.replace(/@[^@]*$/, "") : name;
}

function broken(path: string, found: string, cause: unknown): Refusal {
  return new Refusal(
    "SIGN_CHAIN_BROKEN",
    `${path}: expected a lock bundle of the same signer, or a free path, found ${found}`,
    { bundle: path },
    {
      hint: "name another path with --bundle OUT, or move the file away to begin at sequence 1",
      cause,
    },
  );
}
