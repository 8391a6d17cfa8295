import { basename, dirname } from "node:path/posix";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, refused } from "../finding.ts";
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

/**
 * Says which policies below this one the change takes away. Each is its own people's matter, where the gate runs in its folder;
 * in one that is no folder of this repository any more, it would judge by whatever that has, and by nobody's leave.
 */
export function findGone({ judge, history, prefix }: GateContext): readonly Finding[] {
  const { base, head, chosen } = history;
  if (judge.commit !== chosen.commit || base === head) return [];
  const known = [...base.list(prefix).keys()].filter((name) => basename(name) === POLICY_NAME);
  const left = head.list(prefix);
  const gone = known.filter((name) => name !== prefix + POLICY_NAME && !left.has(name));
  if (gone.length === 0) return [];
  const governing = new Set(known.map(dirname));
  const top = dirname(prefix + POLICY_NAME);
  const links = new Set(head.links(prefix));
  const submodules = new Set(head.submodules(prefix));
  return gone.flatMap((name): Finding[] => {
    if (folderAbove(`${dirname(name)}`, governing) !== top) return [];
    const file = name.slice(prefix.length);
    const above = [...foldersAbove(name)];
    const place = [name, ...above].some((at) => links.has(at))
      ? "a link"
      : above.some((at) => submodules.has(at))
        ? "a submodule"
        : undefined;
    const expected = "a policy that the base has, or its removal as its own people approve it";
    if (place === undefined)
      return [
        {
          rule: "POLICY_GONE",
          verdict: "warned",
          subject: file,
          message: `${expected}, found none: nobody is asked here`,
          expected,
          found: "none",
          help: `where its folder is still there, ask them: run the gate in ${quoteForShell(dirname(file))}`,
        },
      ];
    const help = `let its people remove it first, in a change of its own: git rm ${quoteForShell(file)}; then put ${place} there`;
    return [refused("POLICY_GONE", file, expected, `${place} in its place`, help)];
  });
}

function* foldersAbove(name: string): Generator<string> {
  for (let at = dirname(name); at !== "."; at = dirname(at)) yield at;
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
