/** The kinds of keys whose signatures are in a format of their own, not in a bundle. */
export type OwnFormat = "numbered" | "ssh";

/** How the files begin: by this alone they are told from PEM keys and from each other. */
const STARTS: readonly (readonly [RegExp, OwnFormat])[] = [
  [/^untrusted comment: /, "numbered"],
  [/^RW[A-Za-z0-9+/]{54}\s*$/, "numbered"],
  [/^(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+[ \t]/, "ssh"],
];

/** Says of which kind a key file is, from how it begins; nothing for PEM and whatever else is none of them. */
export function detectOwnFormat(file: Uint8Array): OwnFormat | undefined {
  const text = Buffer.from(file.subarray(0, 4096)).toString("latin1");
  return STARTS.find(([start]) => start.test(text))?.[1];
}
