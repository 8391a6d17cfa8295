import { expect, test } from "vitest";
import { isReleaseTag, parseBuilderId } from "../../src/attestation/builder-id.ts";
import { parseSourceUri } from "../../src/attestation/source-uri.ts";

test.each<[uri: string, repository: string, ref: string | null]>([
  ["github.com/acme/app", "https://github.com/acme/app", null],
  ["https://github.com/acme/app/", "https://github.com/acme/app", null],
  ["git+https://github.com/acme/app.git", "https://github.com/acme/app", null],
  ["git+https://github.com/acme/app@refs/tags/v1", "https://github.com/acme/app", "refs/tags/v1"],
  ["git+https://me@github.com/acme/app", "https://me@github.com/acme/app", null],
  ["ssh://git@host.test/acme/app@refs/heads/a", "ssh://git@host.test/acme/app", "refs/heads/a"],
  ["", "https:", null],
])("the source %s", (uri, repository, ref) => {
  expect(parseSourceUri(uri)).toEqual({ repository, ref });
});

test.each<[id: string, name: string, ref: string | null]>([
  [
    "https://github.com/a/b/.github/workflows/c.yml@v1",
    "https://github.com/a/b/.github/workflows/c.yml",
    "v1",
  ],
  ["https://builder.test/worker@v0.3", "https://builder.test/worker", "v0.3"],
  ["https://builder.test/worker", "https://builder.test/worker", null],
  ["https://me@builder.test/worker", "https://me@builder.test/worker", null],
  ["nothing", "nothing", null],
])("the builder %s", (id, name, ref) => {
  expect(parseBuilderId(id)).toEqual({ name, ref });
});

test.each<[ref: string | null, suffix: string, holds: boolean]>([
  ["refs/tags/v1.2.3", "", true],
  ["refs/tags/v1.2", "", false],
  ["refs/tags/v1.2.3-rc.1", "", false],
  ["refs/tags/v1.2.3+x", "", false],
  ["refs/tags/v01.2.3", "", false],
  ["refs/heads/v1.2.3", "", false],
  ["v1.2.3", "", false],
  [null, "", false],
  ["refs/tags/v1.2.3-java", "-java", true],
  ["refs/tags/v1.2.3", "-java", false],
  ["refs/tags/v1.2.3-java", "", false],
])("%s with %j behind it is a release: %s", (ref, suffix, holds) => {
  expect(isReleaseTag(ref, suffix)).toBe(holds);
});
