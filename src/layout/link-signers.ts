import { certifiedKey } from "./certificate-functionary.ts";
import { type Functionary, functionariesOf } from "./functionaries.ts";
import type { Layout, Step } from "./layout.ts";
import { isSignedByKey } from "./layout-key.ts";
import { People } from "./people.ts";
import type { SignedDocument } from "./signed-document.ts";

/** As many signatures as an envelope has by as many keys as most steps have; each try takes time, and a link may be anybody's. */
const MAX_TRIES = 32 * 32;

/** Finds who of those that may carry out a step signed a document, by keys or by certificates. */
export class LinkSigners {
  readonly #step: Step;
  readonly #layout: Layout;
  readonly #now: Date;
  readonly #functionaries: readonly Functionary[];
  /** Who is who, by all that was signed so far. */
  readonly people: People = new People();

  constructor(step: Step, layout: Layout, now: Date) {
    this.#step = step;
    this.#layout = layout;
    this.#now = now;
    this.#functionaries = functionariesOf(step, layout.keys);
    for (const one of this.#functionaries) this.people.join(nameOf(one), ...one.prints);
  }

  /** Gives a key of each who signed a document; where nobody did, why a certificate is not taken, or nothing. */
  of(document: SignedDocument): {
    readonly signers: readonly string[];
    readonly why: string;
  } {
    const now = this.#now;
    const { message, signatures } = document;
    const signers = new Set<string>();
    let left = MAX_TRIES;
    // A name decides nothing, but it mostly says which signature is whose: those pairs are tried first, and all of them.
    for (const isNamed of [true, false])
      for (const functionary of this.#functionaries) {
        if (signers.has(nameOf(functionary))) continue;
        const isSigned = functionary.keys.some((key) =>
          signatures.some(
            (signature) =>
              (signature.keyid === key.keyid) === isNamed &&
              (isNamed || left-- > 0) &&
              isSignedByKey(key, message, signature, now),
          ),
        );
        if (isSigned) signers.add(nameOf(functionary));
      }
    let why = "";
    for (const signature of this.#step.constraints.length === 0 ? [] : signatures) {
      if (signature.certificate === undefined) continue;
      const found = certifiedKey(signature.certificate, this.#step, this.#layout, now);
      if (typeof found === "string") why = found;
      else if (!isSignedByKey(found.key, message, signature, now))
        why = "a signature by another key";
      else {
        const { fingerprint } = found.key.key;
        this.people.join(fingerprint, `holder ${found.holder}`);
        signers.add(fingerprint);
      }
    }
    return { signers: [...signers], why };
  }

  /** Says whose key signed after its end, where that is all that is wrong. */
  endedOf({ message, signatures }: SignedDocument): string | undefined {
    const now = this.#now;
    let left = MAX_TRIES;
    for (const key of this.#functionaries.flatMap(({ keys }) => keys)) {
      if (key.expires === null || key.expires > now.getTime()) continue;
      const without = { ...key, expires: null };
      if (signatures.some((one) => left-- > 0 && isSignedByKey(without, message, one, now)))
        return `one by key ${key.key.fingerprint}, which ended at ${new Date(key.expires).toISOString()}`;
    }
    return undefined;
  }
}

function nameOf({ keys }: Functionary): string {
  return keys.map(({ key }) => key.fingerprint).sort()[0] ?? "";
}
