import { basename, dirname } from "node:path/posix";
import { Refusal } from "../errors.ts";
import { findingOfRefusal, refused } from "../finding.ts";
import type { NearerPolicy } from "../policy/gate-facts.ts";
import { quoteForShell } from "../shell-word.ts";
import type { GateContext } from "./gate-context.ts";
import { POLICY_NAME } from "./policy-files.ts";

/**
 * Finds every policy that the change puts into a folder which the base's policy governs, and who agrees to each. From its merge
 * on it would judge there: nobody asks about it later. One below another policy of the base is that one's to judge.
 */
export async function gatherNearer(context: GateContext): Promise<readonly NearerPolicy[]> {
  const { judge, history, prefix } = context;
  // Without a policy at the base nobody could say who decides.
  if (judge.commit !== history.chosen.commit || history.chosen.commit === history.chosen.head)
    return [];
  const known = new Set([...history.base.list(prefix).keys()].filter(isPolicyLike));
  const links = new Set(history.head.links(prefix));
  const names = [...history.head.list(prefix).keys(), ...links].filter(isPolicyLike).sort();
  const governing = new Set(
    [...known].filter((name) => basename(name) === POLICY_NAME).map(dirname),
  );
  const top = dirname(prefix + POLICY_NAME);
  const added = names.filter(
    (name) =>
      name !== prefix + POLICY_NAME && !known.has(name) && folderAbove(name, governing) === top,
  );
  const found: NearerPolicy[] = [];
  for (const name of added) found.push(await judgeOne(name.slice(prefix.length), links, context));
  return found;
}

/** As disks compare names that do not tell case: what they call `Lockseal.toml` is read as a policy there. */
function isPolicyLike(name: string): boolean {
  return basename(name).toLowerCase() === POLICY_NAME;
}

/** The nearest folder with a policy, from that of a file up; `.` is the top. */
function folderAbove(name: string, folders: ReadonlySet<string>): string | undefined {
  for (let at = dirname(name); ; at = dirname(at)) {
    if (folders.has(at)) return at;
    if (at === ".") return undefined;
  }
}

async function judgeOne(
  file: string,
  links: ReadonlySet<string>,
  { root, prefix, history, env, now }: GateContext,
): Promise<NearerPolicy> {
  const isLink = links.has(prefix + file);
  if (isLink || basename(file) !== POLICY_NAME) {
    const finding = refused(
      "POLICY_NEARER",
      file,
      `a policy below another to be a file of the name ${POLICY_NAME}`,
      isLink ? "a link" : basename(file),
      `take it out: git rm ${quoteForShell(file)}; or put a file in its place, and have that approved`,
    );
    return { file, approvals: { findings: [finding], changes: [], counted: [] } };
  }
  try {
    const { path } = root;
    const options = { file, cwd: path, root: path, history, env, now };
    const { judgePolicyApprovals } = await import("./judge-policy-approvals.ts");
    const { verdict, findings } = await judgePolicyApprovals(options);
    return { file, approvals: { ...verdict, findings } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const findings = [findingOfRefusal(error, file)];
    return { file, approvals: { findings, changes: [], counted: [] } };
  }
}
