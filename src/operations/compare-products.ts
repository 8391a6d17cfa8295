import { join } from "node:path";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { digestFile } from "../io/digest-file.ts";
import { listTree } from "../io/recorded-tree.ts";
import type { Artifacts } from "../layout/artifacts.ts";
import { DEFAULT_EXCLUDE, excluder } from "./excluded.ts";

/**
 * Holds the files of a folder against the products of the last step: each that it made has to have its digests, whatever it is
 * called and whichever links lead to it. Of the products those that are not there are not missed, and those that do not lie
 * below the folder are not looked for.
 * @param folder absolute.
 * @param given the folder as it was given, for messages.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE` — of the folder; see `listTree`.
 */
export function compareProducts(folder: string, given: string, products: Artifacts): Finding[] {
  const paths = listTree(folder, ["."], excluder(DEFAULT_EXCLUDE));
  const findings: Finding[] = [];
  let equal = 0;
  for (const [path, { hashes }] of products) {
    if (/^(?:\/|\.\.\/)/.test(path)) continue;
    const found = compareFile(join(folder, path), path, hashes);
    if (found === "equal") equal++;
    else if (found !== "none") findings.push(found);
  }
  for (const path of paths) if (!products.has(path)) findings.push(unknown(path));
  if (equal === 0 && findings.every(({ verdict }) => verdict !== "refused"))
    findings.push(none(given, products));
  else if (equal > 0)
    findings.push({
      rule: "ARTIFACTS",
      verdict: "passed",
      subject: given,
      message: `${equal} ${equal === 1 ? "file is" : "files are"} as the last step made ${equal === 1 ? "it" : "them"}`,
    });
  return findings;
}

function compareFile(at: string, path: string, hashes: string): Finding | "equal" | "none" {
  try {
    const { digests } = digestFile(at, ["sha256", "sha384", "sha512"]);
    for (const { algorithm, hex } of digests.values()) {
      const expected = hashes.split(" ").find((one) => one.startsWith(`${algorithm}:`));
      const found = `${algorithm}:${hex}`;
      if (expected !== undefined && expected !== found) return differs(path, expected, found);
    }
    return "equal";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "FILE_MISSING") return "none";
    const [, found = "none"] = /, found (.+)$/.exec(error.message) ?? [];
    return differs(path, "a file that can be read", found);
  }
}

function differs(path: string, expected: string, found: string): Finding {
  return {
    rule: "ARTIFACT_DIFFERS",
    verdict: "refused",
    subject: path,
    message: `expected ${expected}, as the last step made it, found ${found}`,
    expected,
    found,
    help: "do not use the file: take it from where it was built, or let the step be repeated",
  };
}

function unknown(path: string): Finding {
  return {
    rule: "ARTIFACT_UNKNOWN",
    verdict: "warned",
    subject: path,
    message: "the last step did not make this file, so nothing is said about it",
  };
}

function none(given: string, products: Artifacts): Finding {
  const names = [...products.keys()].slice(0, 3).map(quote).join(", ") || "no file";
  return {
    rule: "ARTIFACT_NONE",
    verdict: "refused",
    subject: given,
    message: `expected a file that the last step made, such as ${names}, found none`,
    expected: `a file such as ${names}`,
    found: "none",
    help: "name the folder from which the paths of the products begin: --artifacts DIR",
  };
}
