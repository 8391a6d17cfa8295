import { parseJson } from "../bytes/json.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { readCommits } from "../io/git-history.ts";
import type { Author } from "../policy/author.ts";

/** GitHub's largest events have some hundred kilobytes. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

/**
 * Finds out who made a change, as far as anybody says: the forge's event names who asked for it, and git's author text
 * whoever wrote it down. The event lies outside of the tree that is judged, where the forge's own runner puts it.
 * @param commits those that the change consists of.
 */
export function readAuthors(
  gitTop: string,
  commits: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly Author[] {
  const named = readCommits(gitTop, commits).flatMap(({ people }) => people);
  const unique = new Map(named.map((one) => [`${one.name} <${one.email}>`, one]));
  return [
    ...readEvent(env),
    ...[...unique.values()].map((one): Author => ({ kind: "git", ...one })),
  ];
}

/** Who opened the pull request, and who pushed to it last. */
function readEvent(env: Readonly<Record<string, string | undefined>>): readonly Author[] {
  const { GITHUB_ACTIONS, GITHUB_EVENT_PATH: path } = env;
  if (GITHUB_ACTIONS !== "true" || path === undefined) return [];
  try {
    const event = parseJson(readFile(path, MAX_EVENT_BYTES), {
      what: path,
      maxBytes: MAX_EVENT_BYTES,
    });
    const logins = [
      fieldOf(fieldOf(fieldOf(event, "pull_request"), "user"), "login"),
      fieldOf(fieldOf(event, "sender"), "login"),
      fieldOf(fieldOf(event, "pusher"), "name"),
    ];
    return [...new Set(logins)].flatMap((login): Author[] =>
      typeof login === "string" && login !== "" ? [{ kind: "github", login }] : [],
    );
  } catch (error) {
    // Without the event nobody is proven to be the author, and one more person is asked for.
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
