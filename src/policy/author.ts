import type { PolicySigner } from "./signer.ts";

/** Whom somebody names as having made a change. */
export type Author =
  /** By the forge's own event. */
  | { readonly kind: "github"; readonly login: string }
  /** Who set that event off: whoever labels or runs anew what others made has not made it. */
  | { readonly kind: "sender"; readonly login: string }
  /** By a commit's signature, which was verified: a signer's name in the policy. */
  | { readonly kind: "signature"; readonly signer: string }
  /** A commit that no signer of the policy is proven to have made, and why not. */
  | { readonly kind: "unproven"; readonly commit: string; readonly why: string }
  /** By git's author text, which anybody can write. */
  | { readonly kind: "git"; readonly name: string; readonly email: string };

/** Finds the signers who are named as authors, whoever names them: their approval does not count. */
export function findAuthors(
  signers: readonly PolicySigner[],
  authors: readonly Author[],
): ReadonlySet<string> {
  return new Set(
    signers
      .filter((signer) => authors.some((author) => isAuthor(signer, author)))
      .map(({ name }) => name),
  );
}

/**
 * Tells whether it is proven who made a change: the forge's event names them, or each of its commits is signed by somebody of
 * the policy. One commit of nobody's may have brought all of it. Git's text excludes people and clears nobody.
 */
export function isAuthorProven(authors: readonly Author[]): boolean {
  const has = (kind: Author["kind"]): boolean => authors.some((author) => author.kind === kind);
  return has("github") || (has("signature") && !has("unproven"));
}

/** In any case: forges and mail do not tell them apart, and to exclude one too many is safe. */
function isAuthor(signer: PolicySigner, author: Author): boolean {
  const isOneOf = (known: readonly string[], text: string): boolean =>
    text !== "" && known.some((one) => one.toLowerCase() === text.toLowerCase());
  if (author.kind === "signature") return author.signer === signer.name;
  if (author.kind === "unproven") return false;
  if (author.kind !== "git") return isOneOf(signer.github, author.login);
  const emails = signer.identities.flatMap((identity) =>
    identity.kind === "exact" ? [identity.name] : [],
  );
  // What a forge writes for those who hide their address has their login in it.
  const login = /^(?:\d+\+)?([^@+]+)@users\.noreply\./.exec(author.email)?.[1] ?? "";
  return (
    isOneOf(signer.git, author.name) ||
    isOneOf([...signer.git, ...emails], author.email) ||
    isOneOf(signer.git, `${author.name} <${author.email}>`) ||
    isOneOf(signer.github, login)
  );
}
