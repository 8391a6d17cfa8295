import { expect, test } from "vitest";
import { isSameDistribution } from "../../src/operations/same-distribution.ts";

test.each<[one: string, other: string, same: boolean]>([
  ["app-1.2.3.tar.gz", "app-1.2.3.tar.gz", true],
  ["anything at all", "anything at all", true],
  ["My.App-1.2.tar.gz", "my_app-1.2.tar.gz", true],
  ["app-1.2.tar.gz", "app-1.2.0.tar.gz", true],
  ["app-1.0rc1.tar.gz", "app-1.0-rc1.tar.gz", false],
  ["app-1.2.3.tar.gz", "app-1.2.4.tar.gz", false],
  ["app-1.2.3.tar.gz", "app-1.2.3.zip", false],
  ["app-1.2.3.tar.gz", "app-1.2.3.tar.bz2", false],
  ["app-1.2.3.tar.gz", "app2-1.2.3.tar.gz", false],
  ["app-1.2.3-py3-none-any.whl", "App-1.2.3-py3-none-any.whl", true],
  ["app-1.2.3-py2.py3-none-any.whl", "app-1.2.3-py3.py2-none-any.whl", true],
  ["app-1.2.3-py3-none-any.whl", "app-1.2.3-1-py3-none-any.whl", false],
  ["app-1.2.3-py3-none-any.whl", "app-1.2.3-py3-none-linux_x86_64.whl", false],
  ["app-1.2.3-py3-none-any.whl", "app-1.2.3.tar.gz", false],
  ["app.whl", "App.whl", false],
  ["app-1.2.3.tar.gz", "dist/app-1.2.3.tar.gz", false],
])("%s and %s: %s", (one, other, same) => {
  expect(isSameDistribution(one, other)).toBe(same);
  expect(isSameDistribution(other, one)).toBe(same);
});
