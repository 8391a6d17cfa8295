import { sha256Hex } from "../bytes/digest.ts";
import { formatKeyBundle } from "../envelope/bundle.ts";
import { signDsseBundle } from "../envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../envelope/dsse.ts";
import { generateKeyPair, type PrivateKey } from "../key/private-key.ts";
import { formatPublicKey } from "../key/public-key.ts";
import type { KeylessDraft, PolicyDraft } from "./policy-draft.ts";
import type { CertifiedIdentity } from "./stand-in-certificate.ts";
import { StandInInstance } from "./stand-in-instance.ts";

/** Where the drill's keys and its trust root lie in the copy, relative to the policy. */
const FOLDER = "drill-stand-ins";

/** The role of machines whose records end a hold. */
const OBSERVER = "observer";
const OWN_OBSERVER = "drill-observer";

/**
 * Signs in the place of everybody whom a policy trusts: the drill holds nobody's key, and an attack by a signature that is
 * right has to be tried with one that is. Everybody has two keys, and the keyless a trust root.
 */
export class StandIns {
  readonly instance: StandInInstance = new StandInInstance();
  readonly #keys = new Map<string, PrivateKey>();
  readonly #signed = new Map<string, Uint8Array>();

  /** Gives a key of a signer, always the same. */
  keyOf(name: string, number: 1 | 2 = 1): PrivateKey {
    const id = `${name} ${number}`;
    const key = this.#keys.get(id) ?? generateKeyPair("ecdsa-p256");
    this.#keys.set(id, key);
    return key;
  }

  /** Signs a statement by a key of a signer, and gives the bundle: of the same always the same, so that commits are, too. */
  sign(payload: Uint8Array, key: PrivateKey): Uint8Array {
    const id = `${sha256Hex(payload)} ${key.publicKey.fingerprint}`;
    const bundle =
      this.#signed.get(id) ?? formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, key));
    this.#signed.set(id, bundle);
    return bundle;
  }

  /**
   * Puts the stand-ins into a policy, in place of the keys and the trust root that it has: what it asks of whom stays.
   * @returns the files that it then names.
   */
  takePlace(policy: PolicyDraft): ReadonlyMap<string, Uint8Array> {
    const files = new Map<string, Uint8Array>();
    policy.signers ??= {};
    if (asksForHold(policy) && findObserver(policy) === undefined)
      policy.signers[OWN_OBSERVER] = {
        person: false,
        roles: [OBSERVER],
        keyless: [{ issuer: "https://accounts.drill.example", identity: "urn://drill-observer" }],
      };
    keepLayoutOwners(policy);
    for (const [name, signer] of Object.entries(policy.signers)) {
      signer.keys = ([1, 2] as const).map((number) => {
        const path = `${FOLDER}/${name}-${number}.pub`;
        files.set(path, formatPublicKey(this.keyOf(name, number).publicKey));
        return path;
      });
    }
    const root = this.instance.trustRoot();
    const path = `${FOLDER}/trusted_root.json`;
    files.set(path, root);
    const { time } = policy.trust ?? {};
    // Nobody says how old that root is, and the age of the true one is not for here to judge.
    const { max_root_age: _, ...trust } = policy.trust ?? {};
    policy.trust = {
      ...trust,
      sigstore_root: { file: path, sha256: sha256Hex(root) },
      // Its timestamps are of this kind.
      ...(time === undefined ? {} : { time: [...new Set([...time, "rfc3161"])] }),
    };
    return files;
  }
}

/**
 * Lets the owners of layouts be who they are, by their keys: a layout is signed already, and nobody signs it anew here. One
 * whose owner has several keys is left out.
 */
function keepLayoutOwners(policy: PolicyDraft): void {
  if (policy.layout === undefined) return;
  policy.layout = policy.layout.flatMap(({ owners = [], keys = [], ...layout }) => {
    const own = owners.map((name) => policy.signers?.[name]?.keys ?? []);
    if (own.some((paths) => paths.length !== 1)) return [];
    return [{ ...layout, keys: [...new Set([...keys, ...own.flat()])] }];
  });
}

function asksForHold({ lock = [] }: PolicyDraft): boolean {
  return lock.some(({ approval = {} }) =>
    Object.values(approval).some(({ hold }) => hold !== undefined),
  );
}

/** Finds a machine whose records count, with the identity that it signs them by. */
export function findObserver(
  policy: PolicyDraft,
): { readonly name: string; readonly identity: CertifiedIdentity } | undefined {
  for (const [name, { person, roles = [], keyless = [] }] of Object.entries(policy.signers ?? {})) {
    const [first] = keyless.filter(
      ({ ref = "", workflow = "" }) => !`${ref}${workflow}`.includes("{"),
    );
    if (person !== true && roles.includes(OBSERVER) && first !== undefined)
      return { name, identity: identityOf(first, "") };
  }
  return undefined;
}

/** Gives what a certificate of an identity would say, at a ref that the pattern allows. */
export function identityOf(keyless: KeylessDraft, version: string): CertifiedIdentity {
  const { issuer, email, identity, server = "https://github.com" } = keyless;
  const {
    repository = "",
    repository_id: id,
    trigger = "push",
    runner = "github-hosted",
  } = keyless;
  const fill = (text: string): string => text.replaceAll("{version}", version);
  const name = email ?? identity;
  if (name !== undefined) return { name: fill(name), issuer, claims: {} };
  const ref = fill(keyless.ref ?? "").replace(/\*$/, "1.0.0");
  const workflow = fill(keyless.workflow ?? "");
  return {
    name: `${server}/${repository}/${workflow}@${ref}`,
    issuer,
    claims: {
      2: trigger,
      5: repository,
      6: ref,
      11: runner,
      12: `${server}/${repository}`,
      14: ref,
      15: id ?? "1",
      20: trigger,
    },
  };
}
