import { fc, test as prop } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseRepository, repositoryOfRemote } from "../../src/statement/repository.ts";
import { isRepository } from "../../src/statement/scope.ts";

const APP = "git+https://github.com/acme/app";

describe("repositoryOfRemote", () => {
  test.each<[why: string, url: string, expected: string | null]>([
    ["https", "https://github.com/acme/app", APP],
    ["with .git", "https://github.com/acme/app.git", APP],
    ["with a slash at the end", "https://github.com/acme/app/", APP],
    ["with .git and a slash", "https://github.com/acme/app.git/", APP],
    ["http, for the name is the same", "http://github.com/acme/app", APP],
    ["a user", "https://alice@github.com/acme/app.git", APP],
    ["a password, which must not be named", "https://alice:hunter2@github.com/acme/app.git", APP],
    ["a token", "https://x-access-token:ghs_abc@github.com/acme/app", APP],
    ["the host in capitals", "https://GitHub.COM/acme/app", APP],
    ["the scheme in capitals", "HTTPS://github.com/acme/app", APP],
    ["ssh", "ssh://git@github.com/acme/app.git", APP],
    ["ssh with a port, which says nothing of https", "ssh://git@github.com:22/acme/app.git", APP],
    ["git", "git://github.com/acme/app.git", APP],
    ["its own form", APP, APP],
    ["git+ssh", "git+ssh://git@github.com/acme/app", APP],
    ["scp-like", "git@github.com:acme/app.git", APP],
    ["scp-like without a user", "github.com:acme/app", APP],
    ["scp-like and absolute", "git@github.com:/acme/app.git", APP],
    ["the usual port of https", "https://github.com:443/acme/app", APP],
    [
      "another port",
      "https://git.example.org:8443/acme/app",
      "git+https://git.example.org:8443/acme/app",
    ],
    ["deeper groups", "https://gitlab.com/a/b/c.git", "git+https://gitlab.com/a/b/c"],
    [
      "capitals in the path, which may matter",
      "https://github.com/Acme/App",
      "git+https://github.com/Acme/App",
    ],
    ["a folder", "../app", null],
    ["an absolute folder", "/srv/git/app.git", null],
    ["a file URL", "file:///srv/git/app.git", null],
    ["a drive", "C:/git/app", null],
    ["a drive with backslashes", "C:\\git\\app", null],
    ["a host alone", "https://github.com/", null],
    ["no host", "https:///acme/app", null],
    ["a query", "https://github.com/acme/app?ref=x", null],
    ["a way up", "https://github.com/acme/../app", null],
    ["an escape", "https://github.com/acme/\u001b[31m", null],
    ["another scheme", "ftp://github.com/acme/app", null],
    ["a second @ in the password", "https://a:b@c@github.com/acme/app", null],
    ["nothing", "", null],
  ])("%s", (_why, url, expected) => {
    expect(repositoryOfRemote(url)).toBe(expected);
  });

  prop.prop([fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string({ unit: "binary" }))])(
    "gives what a statement may hold, once and for all, or nothing",
    (url) => {
      const repository = repositoryOfRemote(url);
      if (repository === null) return;
      expect(isRepository(repository)).toBe(true);
      expect([repository, repository.replace(/\.git$/, "")]).toContain(
        repositoryOfRemote(repository),
      );
    },
  );
});

describe("parseRepository", () => {
  test.each([
    ["acme/app", APP],
    ["acme/app.git", APP],
    ["https://github.com/acme/app", APP],
  ])("takes %s", (text, expected) => {
    expect(parseRepository(text)).toBe(expected);
  });

  test.each([["app"], ["../app"], ["a/b/c"], [""], ["acme/"], ["\u001b[31m/x"]])(
    "refuses %j",
    (text) => {
      expect(() => parseRepository(text)).toThrow(
        expect.objectContaining({
          code: "REPOSITORY_MALFORMED",
          message: `repository: expected a URL such as https://github.com/acme/app, found ${JSON.stringify(text)}`,
        }),
      );
    },
  );
});
