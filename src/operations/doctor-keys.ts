import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { refused } from "../finding.ts";
import { readMode } from "../io/file-mode.ts";
import { isIgnored } from "../io/git.ts";
import { listFiles } from "../io/git-history.ts";
import { listNames } from "../io/list-names.ts";
import { type Root, readUnderRoot } from "../io/root.ts";
import { MAX_KEY_FILE_BYTES } from "../key/pem.ts";
import { quoteForShell } from "../shell-word.ts";

/** What private keys are usually called. */
const NAMED = /(?:\.(?:key|pem|p8)|(?:^|\/)(?:minisign|signify|id_[a-z0-9]+)[^/.]*)$/i;
/** More keys than anybody keeps in a checkout. */
const MAX_FILES = 500;
const OURS = /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----/;
const PRIVATE = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;

/**
 * Finds private keys in a checkout by their usual names: those that git has, those that the next `git add` would take, and
 * those that others on this machine can read.
 * @param commit that is checked out; undefined where there is none.
 */
export function judgeKeys(
  root: Root,
  gitTop: string,
  commit: string | undefined,
): readonly Finding[] {
  const committed = new Set(
    commit === undefined ? [] : listFiles(gitTop, [commit], "").map(({ path }) => path),
  );
  const names = [...new Set([...listNames(root.path).names, ...committed])].filter((name) =>
    NAMED.test(name),
  );
  const findings = names
    .slice(0, MAX_FILES)
    .flatMap((name) => judgeKey(root, gitTop, name, committed.has(name)));
  if (findings.length > 0) return findings;
  return [
    {
      rule: "DOCTOR_KEYS",
      verdict: "passed",
      subject: "keys",
      message: "no private key lies in the checkout under a usual name",
    },
  ];
}

function judgeKey(
  root: Root,
  gitTop: string,
  name: string,
  isCommitted: boolean,
): readonly Finding[] {
  const text = readText(root, name);
  if (text === undefined || !PRIVATE.test(text)) return [];
  const path = `${root.path}/${name}`;
  const isOurs = OURS.test(text);
  if (isCommitted) {
    const finding = refused(
      "DOCTOR_KEY_COMMITTED",
      name,
      "private keys outside of git",
      "one that is committed: whoever has the history can try passwords for ever",
      `make another and have the policy name it: lockseal keygen; then: git rm --cached ${quoteForShell(name)}`,
    );
    // Others are often keys of tests, which nobody trusts.
    return [isOurs ? finding : { ...finding, verdict: "warned" }];
  }
  const findings: Finding[] = [];
  if (isIgnored(gitTop, path) !== true)
    findings.push({
      rule: "KEY_NOT_IGNORED",
      verdict: "warned",
      subject: name,
      message: "lies in the checkout, and git does not ignore it: the next git add may publish it",
      help: "move it out of the checkout, or: echo '*.key' >> .gitignore",
    });
  const mode = readMode(path);
  if (mode !== null && (mode & 0o077) !== 0)
    findings.push({
      rule: "DOCTOR_KEY_MODE",
      verdict: "warned",
      subject: name,
      message: `expected mode 600, found ${mode.toString(8)}: others on this machine can read it`,
      help: `chmod 600 ${quoteForShell(name)}`,
    });
  if (findings.length > 0) return findings;
  return [
    {
      rule: "DOCTOR_KEYS",
      verdict: "passed",
      subject: name,
      message: "a private key, which git ignores and nobody else can read",
    },
  ];
}

function readText(root: Root, name: string): string | undefined {
  try {
    return Buffer.from(readUnderRoot(root, name, MAX_KEY_FILE_BYTES)).toString("latin1");
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
