import { basename } from "node:path";
import { formatKeyBundle } from "../envelope/bundle.ts";
import { signDsseBundle } from "../envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../envelope/dsse.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { replaceFiles } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { PrivateKey } from "../key/private-key.ts";
import type { IdentityToken } from "../sigstore/identity-token.ts";
import type { SigningConfig } from "../sigstore/signing-config.ts";
import type { Transport } from "../sigstore/transport.ts";
import { predicateWord } from "../statement/predicate/known-predicate.ts";
import { type AttestationDraft, type Claim, draftAttestation } from "./attestation-draft.ts";
import { placeAttestation } from "./standing-attestation.ts";
import type { TrustSource } from "./trust-root-file.ts";

/** What to say about which files, and who says so. */
export interface AttestOptions {
  /** One statement is made, about all of them. */
  readonly files: readonly string[];
  readonly claim: Claim;
  readonly signer: AttestSigner;
  readonly cwd: string;
  /** Where to write the bundle; default: beside each file, as `FILE.WORD.sigstore.json`. */
  readonly bundle?: string | undefined;
}

export type AttestSigner =
  | { readonly kind: "key"; readonly key: PrivateKey }
  | {
      readonly kind: "identity";
      readonly token: IdentityToken;
      readonly config: SigningConfig;
      /** The root that others will verify with. */
      readonly trust: TrustSource;
      readonly transport: Transport;
      readonly now: Date;
      /** Told before anything is sent: identity and statement become public. */
      readonly announce: (text: string) => void;
    };

/** What was signed. */
export interface AttestReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly signed: readonly { readonly file: string; readonly bundle: string }[];
}

/**
 * Signs a statement about files: a predicate of any type but our own, or a ready statement as it is. The predicate is read first
 * as its type says. Does not ask whether it is true. One signature is made; without `bundle` it is written beside every file.
 *
 * @throws Refusal see `draftAttestation`, `placeAttestation`, and for an identity `signBundle`; nothing is written then.
 * @throws RangeError — no file.
 */
export async function attest(options: AttestOptions): Promise<AttestReport> {
  const { files, cwd, signer } = options;
  if (files.length === 0) throw new RangeError("files: expected at least one, found none");
  const draft = draftAttestation(files, options.claim, cwd);
  const { payload, statement, isChecked } = draft;
  const word = predicateWord(statement.predicateType);
  const key = signer.kind === "key" ? signer.key.publicKey : null;
  const places =
    options.bundle === undefined
      ? files.map((file) => {
          const path = resolvePath(cwd, file);
          return placeAttestation({ path, word }, payload, key, undefined);
        })
      : [placeAttestation({ path: "", word }, payload, key, resolvePath(cwd, options.bundle))];
  const { bytes, by } = await sign(draft, signer);
  replaceFiles(
    places.map((path) => ({ path, bytes })),
    0o644,
  );
  const findings = files.map((file, index): Finding => {
    const place = places[index] ?? places[0] ?? "";
    return {
      rule: "ATTESTED",
      verdict: "passed",
      subject: file,
      message: `signed ${statement.predicateType} by ${by} into ${place}`,
    };
  });
  if (!isChecked) findings.push(unchecked(files, statement.predicateType));
  return {
    findings,
    exitCode: exitCodeOf(findings),
    signed: files.map((file, index) => ({ file, bundle: places[index] ?? places[0] ?? "" })),
  };
}

async function sign(
  { payload, statement }: AttestationDraft,
  signer: AttestSigner,
): Promise<{ readonly bytes: Uint8Array; readonly by: string }> {
  if (signer.kind === "key") {
    const { key } = signer;
    return {
      bytes: formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, key)),
      by: `key ${key.publicKey.fingerprint.slice(0, 12)}`,
    };
  }
  const { token, config, trust, transport, now, announce } = signer;
  const logs = config.logs.services.map(({ url }) => url).join(", ");
  const names = statement.subjects.map(({ name }) => basename(name ?? "")).join(", ");
  announce(
    `signing as ${token.subject} (${token.issuer}): this identity and the signature about ${names} become public for good, in ${logs}`,
  );
  // Loaded where it is used: a key needs nothing of it.
  const { signBundle } = await import("../sigstore/sign.ts");
  const content = { kind: "statement", payload } as const;
  const { bytes, evidence } = await signBundle(content, {
    token,
    config,
    trust: trust.root,
    transport,
    now,
  });
  const name = evidence.signer.kind === "certificate" ? evidence.signer.identity.name : "";
  return { bytes, by: `${name} (${token.issuer})` };
}

function unchecked(files: readonly string[], type: string): Finding {
  return {
    rule: "PREDICATE_UNCHECKED",
    verdict: "noted",
    subject: files.join(", "),
    message: `the predicate is signed as it is: nothing here knows what ${type} has to say`,
  };
}
