import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { fillTemplate, fillUrl, nameOfUrl } from "../../src/tool/template.ts";

const VALUES = { version: "0.71.0", platform: "Linux-64bit" };
const codeOf = (act: () => unknown): string => {
  try {
    return String(act());
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe("a template", () => {
  test.each<[why: string, template: string, expected: string]>([
    [
      "each word, as often as it stands",
      "v{version}/a_{version}_{platform}",
      "v0.71.0/a_0.71.0_Linux-64bit",
    ],
    ["no word", "plain", "plain"],
    ["an unknown word", "{verison}", "TOOL_TEMPLATE_MALFORMED"],
    ["a brace alone", "a{b", "TOOL_TEMPLATE_MALFORMED"],
    ["a brace that closes nothing", "a}b", "TOOL_TEMPLATE_MALFORMED"],
    ["a word in two braces", "{{version}}", "TOOL_TEMPLATE_MALFORMED"],
    ["no word at all in braces", "{}", "TOOL_TEMPLATE_MALFORMED"],
  ])("%s", (_, template, expected) => {
    expect(codeOf(() => fillTemplate(template, VALUES, "source"))).toBe(expected);
  });
});

describe("the address of a tool", () => {
  test.each<[why: string, url: string, expected: string]>([
    ["https", "https://host/v{version}/t", "https://host/v0.71.0/t"],
    ["http to this machine", "http://127.0.0.1:8080/t", "http://127.0.0.1:8080/t"],
    ["http to this machine, by version 6", "http://[::1]:8080/t", "http://[::1]:8080/t"],
    ["http to a name, which may lead anywhere", "http://localhost/t", "TOOL_URL_REFUSED"],
    ["http to another machine", "http://host/t", "TOOL_URL_REFUSED"],
    ["http to a host that begins alike", "http://127.0.0.1.example/t", "TOOL_URL_REFUSED"],
    ["a file", "file:///etc/passwd", "TOOL_URL_REFUSED"],
    ["ftp", "ftp://host/t", "TOOL_URL_REFUSED"],
    ["a password", "https://a:b@host/t", "TOOL_URL_REFUSED"],
    ["a user", "https://a@host/t", "TOOL_URL_REFUSED"],
    ["a fragment", "https://host/t#x", "TOOL_URL_REFUSED"],
    ["no URL", "host/t", "TOOL_URL_REFUSED"],
    ["a space", "https://host/a b", "TOOL_URL_REFUSED"],
    ["a line end", "https://host/a\nb", "TOOL_URL_REFUSED"],
    ["2,048 characters", `https://host/${"a".repeat(2035)}`, `https://host/${"a".repeat(2035)}`],
    ["2,049 characters", `https://host/${"a".repeat(2036)}`, "TOOL_URL_REFUSED"],
  ])("%s", (_, url, expected) => {
    expect(codeOf(() => fillUrl(url, VALUES, "source"))).toBe(expected);
  });

  test.each<[why: string, url: string, expected: string]>([
    ["the last part", "https://host/a/b/tool.tar.gz", "tool.tar.gz"],
    ["without what is asked", "https://host/tool.tar.gz?x=1", "tool.tar.gz"],
    ["a plus that is spelt out", "https://host/tool-1%2B2.zip", "tool-1+2.zip"],
    ["a folder", "https://host/a/", "TOOL_URL_REFUSED"],
    ["a slash that is spelt out", "https://host/a%2Fb", "TOOL_URL_REFUSED"],
    ["a hidden file", "https://host/.bashrc", "TOOL_URL_REFUSED"],
    ["an option", "https://host/-rf", "TOOL_URL_REFUSED"],
  ])("leads to a file: %s", (_, url, expected) => {
    expect(codeOf(() => nameOfUrl(url, "source"))).toBe(expected);
  });
});
