import type { SignerWorkflow } from "./expectations.ts";

/**
 * Reads a workflow as GitHub's own program takes it: `[HOST/]OWNER/NAME/PATH[@REF]`, of github.com where no host is said.
 * @returns undefined for anything else, and for what has a `*` in it: nothing here is a pattern.
 */
export function parseSignerWorkflow(text: string): SignerWorkflow | undefined {
  const bare = text.replace(/^https:\/\//, "");
  const [, host = "github.com", path, ref = null] =
    /^(?:([^/@*]+\.[^/@*]+)\/)?([^/@*]+\/[^/@*]+\/[^@*]+\.ya?ml)(?:@([^@*]+))?$/.exec(bare) ?? [];
  return path === undefined ? undefined : { name: `https://${host}/${path}`, ref };
}
