/** The kinds of keys whose signatures are in a format of their own, not in a bundle. */
export type OwnFormat = "numbered" | "ssh" | "openpgp";

/** How the files begin: by this alone they are told from PEM keys and from each other. */
const STARTS: readonly (readonly [RegExp, OwnFormat])[] = [
  [/^untrusted comment: /, "numbered"],
  [/^RW[A-Za-z0-9+/]{54}\s*$/, "numbered"],
  [/^(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+[ \t]/, "ssh"],
  // A private one, too: whoever reads it says what to give instead.
  [/^-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----/, "openpgp"],
  // A packet of a key, in the old or the new format (RFC 9580 §4.2); not of a text, in which no such byte stands first.
  [/^(?:[\x94-\x9a]|[\xc5\xc6])/, "openpgp"],
];

/** Says of which kind a key file is, from how it begins; nothing for PEM and whatever else is none of them. */
export function detectOwnFormat(file: Uint8Array): OwnFormat | undefined {
  const text = Buffer.from(file.subarray(0, 4096)).toString("latin1");
  return STARTS.find(([start]) => start.test(text))?.[1];
}
