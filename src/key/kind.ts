import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** Which half of a key pair a reader wants. */
export type KeyHalf = "public" | "private";

interface Kind {
  readonly words: string;
  /** What to do where the public half was wanted. */
  readonly forPublic: string;
  /** What to do where the private half was wanted. */
  readonly forPrivate: string;
}

const GIVE_PEM = "give a PEM file that begins with -----BEGIN PUBLIC KEY-----";
const GIVE_PRIVATE =
  "give the private half, a file that begins with -----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----";

const PUBLIC: Kind = {
  words: "a public key",
  forPublic: GIVE_PEM,
  forPrivate: GIVE_PRIVATE,
};
const SEALED: Kind = {
  words: "an encrypted private key",
  forPublic: "give the public half, the .pub file that was written beside it",
  forPrivate: GIVE_PRIVATE,
};
const UNSEALED: Kind = {
  words: "an unencrypted private key",
  forPublic: "write its public half: openssl pkey -in FILE -pubout",
  forPrivate: "encrypt it: cosign import-key-pair --key FILE",
};
const SSH_PUBLIC: Kind = {
  words: "an OpenSSH public key",
  forPublic: "convert it: ssh-keygen -e -m PKCS8 -f FILE",
  forPrivate: GIVE_PRIVATE,
};

/** The labels between `-----BEGIN ` and `-----` that we know, whether we read them or not. */
const LABELS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["PUBLIC KEY", PUBLIC],
  ["ENCRYPTED SIGSTORE PRIVATE KEY", SEALED],
  ["ENCRYPTED COSIGN PRIVATE KEY", SEALED],
  ["PRIVATE KEY", UNSEALED],
  ["EC PRIVATE KEY", UNSEALED],
  ["RSA PRIVATE KEY", UNSEALED],
  [
    "ENCRYPTED PRIVATE KEY",
    {
      words: "a private key encrypted as PKCS#8",
      forPublic: "write its public half: openssl pkey -in FILE -pubout",
      forPrivate:
        "decrypt it with openssl pkey -in FILE, then run cosign import-key-pair --key on the result",
    },
  ],
  [
    "OPENSSH PRIVATE KEY",
    {
      words: "an OpenSSH private key",
      forPublic: "write its public half: ssh-keygen -e -m PKCS8 -f FILE",
      forPrivate:
        "convert a copy: ssh-keygen -p -m PKCS8 -f COPY, then cosign import-key-pair --key COPY",
    },
  ],
  [
    "CERTIFICATE",
    {
      words: "a certificate",
      forPublic: "write its public key: openssl x509 -in FILE -noout -pubkey",
      forPrivate: GIVE_PRIVATE,
    },
  ],
  [
    "RSA PUBLIC KEY",
    {
      words: "an RSA public key as PKCS#1",
      forPublic: "convert it: openssl rsa -RSAPublicKey_in -in FILE -pubout",
      forPrivate: GIVE_PRIVATE,
    },
  ],
  [
    "PGP PUBLIC KEY BLOCK",
    { words: "an OpenPGP key", forPublic: GIVE_PEM, forPrivate: GIVE_PRIVATE },
  ],
  [
    "PGP PRIVATE KEY BLOCK",
    { words: "an OpenPGP key", forPublic: GIVE_PEM, forPrivate: GIVE_PRIVATE },
  ],
  ["SSH2 PUBLIC KEY", { ...SSH_PUBLIC, words: "an SSH2 public key" }],
]);

/** What files that are no PEM begin with. */
const STARTS: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:sk-)?(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d+)[@ ]/, SSH_PUBLIC],
  [
    /^untrusted comment:/,
    { words: "a minisign or signify key", forPublic: GIVE_PEM, forPrivate: GIVE_PRIVATE },
  ],
  [
    /^RW[A-Za-z0-9+/]{54}$/,
    { words: "a minisign key", forPublic: GIVE_PEM, forPrivate: GIVE_PRIVATE },
  ],
  [/^\{/, { words: "a JSON document", forPublic: GIVE_PEM, forPrivate: GIVE_PRIVATE }],
  [
    // A SEQUENCE with a long length, or with the short length of an Ed25519 or an ECDSA key
    /^0[\x2a\x2e\x59\x76\x81-\x83]/,
    {
      words: "binary DER",
      forPublic: "convert it: openssl pkey -pubin -inform DER -in FILE -pubout",
      forPrivate:
        "convert it with openssl pkey -inform DER -in FILE, then run cosign import-key-pair --key on the result",
    },
  ],
];

/**
 * Makes the refusal for a file that is a key, but not of the kind that was wanted. Looks at how the file begins
 * and no further: an intact file and a damaged one of the wrong kind get the same advice.
 *
 * @param text the file, byte for character.
 * @returns undefined when it begins like nothing we know: then it is malformed rather than of another kind.
 */
export function refuseKind(
  text: string,
  label: string | undefined,
  wanted: KeyHalf,
  what: string,
): Refusal | undefined {
  const trimmed = text.trim();
  const kind =
    label === undefined ? STARTS.find(([start]) => start.test(trimmed))?.[1] : LABELS.get(label);
  if (kind === undefined && label === undefined) return undefined;
  const found = kind?.words ?? `a PEM block named ${quote(label ?? "")}`;
  const hint = { public: kind?.forPublic ?? GIVE_PEM, private: kind?.forPrivate ?? GIVE_PRIVATE };
  const expected = { public: "a PEM public key", private: "an encrypted private key" };
  return new Refusal(
    "KEY_WRONG_KIND",
    `${what}: expected ${expected[wanted]}, found ${found}`,
    { found },
    { hint: hint[wanted] },
  );
}
