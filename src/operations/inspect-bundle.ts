import { sha256Hex } from "../bytes/digest.ts";
import { type KeyBundle, MAX_BUNDLE_BYTES, parseKeyBundle } from "../envelope/bundle.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { type LockStatement, parseLockStatement } from "../statement/lock-statement.ts";
import {
  parseStatement,
  STATEMENT_V1,
  STATEMENT_V01,
  type Statement,
} from "../statement/statement.ts";

/** What a bundle holds. Nothing in it is verified. */
export interface InspectedBundle {
  readonly file: string;
  readonly sha256: string;
  readonly kind: "lock" | "statement" | "message" | "payload";
  /** The key it names, as the SHA-256 of its SPKI in hex. */
  readonly key: string;
  readonly lock: LockStatement | null;
  readonly statement: {
    readonly predicateType: string;
    readonly subjects: readonly { readonly name: string; readonly digests: readonly string[] }[];
  } | null;
  /** Of a message signature: the digest it claims. */
  readonly digest: string | null;
  readonly payloadType: string | null;
}

/**
 * Reads a key-signed bundle and says what is in it. **Verifies nothing**: anybody can write one.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, and as `parseKeyBundle` does.
 */
export function inspectBundle(file: string, cwd: string): InspectedBundle {
  const bytes = readFile(resolvePath(cwd, file), MAX_BUNDLE_BYTES);
  const bundle = parseBundle(bytes, file);
  const base = {
    file,
    sha256: sha256Hex(bytes),
    key: Buffer.from(bundle.hint, "base64").toString("hex"),
  };
  if (bundle.kind === "message") {
    return {
      ...base,
      kind: "message",
      lock: null,
      statement: null,
      digest: `${bundle.digest.algorithm}:${bundle.digest.hex}`,
      payloadType: null,
    };
  }
  const statement = readStatement(bundle, file);
  const lock = statement === undefined ? undefined : readLock(statement);
  return {
    ...base,
    kind: lock !== undefined ? "lock" : statement !== undefined ? "statement" : "payload",
    lock: lock ?? null,
    statement: statement === undefined ? null : describeStatement(statement),
    digest: null,
    payloadType: bundle.envelope.payloadType,
  };
}

/** Whoever names the lock for its bundle is told what to name. */
function parseBundle(bytes: Uint8Array, file: string): KeyBundle {
  try {
    return parseKeyBundle(bytes, file, "cosign-too");
  } catch (error) {
    if (!(error instanceof Refusal) || error.hint !== undefined) throw error;
    const hint =
      "name a bundle, such as requirements.txt.sigstore.json; if it is one, it is damaged";
    throw new Refusal(error.code, error.message, error.details, { hint, cause: error });
  }
}

function readStatement(
  bundle: KeyBundle & { readonly kind: "dsse" },
  what: string,
): Statement | undefined {
  return orNothing(() =>
    parseStatement(bundle.envelope.payload, { what, types: [STATEMENT_V1, STATEMENT_V01] }),
  );
}

function readLock(statement: Statement): LockStatement | undefined {
  return orNothing(() => parseLockStatement(statement));
}

/** What cannot be read further is shown as far as it could be. */
function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function describeStatement(statement: Statement): NonNullable<InspectedBundle["statement"]> {
  return {
    predicateType: statement.predicateType,
    subjects: statement.subjects.map(({ name = "", digests }) => ({
      name,
      digests: [...digests.values()].map(({ algorithm, hex }) => `${algorithm}:${hex}`),
    })),
  };
}
