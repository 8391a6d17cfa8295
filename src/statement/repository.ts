import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { isRepository } from "./scope.ts";

/**
 * Names a repository in one way, whatever transport and credentials its URL has: `git+https://host/path` without `.git`,
 * the host in lower case. Null for what no other machine could name, such as a folder.
 * @param url as git has it: a URL, `user@host:path`, or a path.
 */
export function repositoryOfRemote(url: string): string | null {
  const scp = /^(?:[^@/:]+@)?([^/:@]{2,}):(?!\/\/)\/?(.+)$/.exec(url);
  const full = /^(?:git\+)?(https?|ssh|git|git\+ssh):\/\/(?:[^@/]*@)?([^/:@]+)(:\d+)?\/(.+)$/i.exec(
    url,
  );
  if (full !== null) {
    const [, scheme = "", host = "", port = "", path = ""] = full;
    // A port of ssh says nothing about where https would listen.
    return formatRepository(
      host,
      /^https?$/i.test(scheme) && port !== ":443" && port !== ":80" ? port : "",
      path,
    );
  }
  return scp === null ? null : formatRepository(scp[1] ?? "", "", scp[2] ?? "");
}

/**
 * Reads what a user means by a repository: a URL as git has it, or `owner/name` on GitHub.
 * @throws Refusal `REPOSITORY_MALFORMED` — neither.
 */
export function parseRepository(text: string): string {
  const short = /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(text) ? `https://github.com/${text}` : text;
  const repository = repositoryOfRemote(short);
  if (repository !== null) return repository;
  throw new Refusal(
    "REPOSITORY_MALFORMED",
    `repository: expected a URL such as https://github.com/acme/app, found ${quote(text)}`,
    { found: text.slice(0, 256) },
    { hint: "name the repository as git clone would take it" },
  );
}

function formatRepository(host: string, port: string, path: string): string | null {
  const trimmed = path.replace(/\/+$/, "").replace(/\.git$/, "");
  const repository = `git+https://${host.toLowerCase()}${port}/${trimmed}`;
  return isRepository(repository) ? repository : null;
}
