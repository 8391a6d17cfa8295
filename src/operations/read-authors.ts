import type { CommitText } from "../io/git-history.ts";
import type { Author } from "../policy/author.ts";
import type { PolicySigner } from "../policy/signer.ts";
import { readCommitSigner } from "./commit-signer.ts";
import { readForgeEvent, textAt } from "./forge-event.ts";

/** Whom to ask for the authors of a change, and who they may be. */
export interface AuthorSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whose signatures over commits are looked for. */
  readonly signers: readonly PolicySigner[];
  readonly now: Date;
}

/**
 * Finds out who made a change, as far as anybody says: the forge's event names who asked for it, a commit's signature who
 * made that, and git's author text whoever wrote it down. The event lies outside of the tree that is judged, where the
 * forge's own runner puts it.
 * @param commits those that the change consists of.
 */
export function readAuthors(
  commits: readonly CommitText[],
  { env, signers, now }: AuthorSources,
): readonly Author[] {
  const authors = [
    ...readEvent(env),
    ...commits.flatMap((commit) => readCommitSigner(commit, signers, now)),
    ...commits.flatMap(({ people }) => people).map((one): Author => ({ kind: "git", ...one })),
  ];
  return [...new Map(authors.map((author) => [JSON.stringify(author), author])).values()];
}

/** Who opened the pull request, or pushed the branch; and who set the event off, which is who pushed to it last, or anybody. */
function readEvent(env: AuthorSources["env"]): readonly Author[] {
  // Without the event nobody is proven to be the author, and one more person is asked for.
  const event = readForgeEvent(env);
  const named = [
    ["github", textAt(event, "pull_request", "user", "login")],
    ["github", textAt(event, "pusher", "name")],
    ["sender", textAt(event, "sender", "login")],
  ] as const;
  return named.flatMap(([kind, login]): Author[] => (login === undefined ? [] : [{ kind, login }]));
}
