import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, refused } from "../finding.ts";
import { readCommitTime } from "../io/git-settings.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import type { Rule } from "../rule.ts";
import { formatInstant } from "../trust/period.ts";
import { PRODUCTION_ROOT_DATE } from "../trust/production-root.ts";
import { rootsOfPolicy } from "./policy-roots.ts";
import { judgeRootAge } from "./root-age.ts";
import { describeTrust } from "./trust-root-file.ts";
import { loadTrustRoots } from "./trust-source.ts";

/** By how much clocks of machines that keep time by the network may differ. */
const SKEW_MS = 5 * 60_000;

/** Judges the version of Node: of those that this program runs on, or may merely start on. */
export function judgeNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const isRight = (major === 24 && minor >= 15) || major >= 26;
  if (isRight) return passed("DOCTOR_NODE", "node", `${version}, which this program is made for`);
  return refused(
    "DOCTOR_NODE",
    "node",
    "24.15 or a later 24, or 26 and later",
    version,
    "install one of those; in a workflow: actions/setup-node with node-version: 24",
  );
}

/**
 * Judges the clock by what cannot be from the future: this program's own trust root, and the commit that is checked out, whose
 * time anybody can write. One that is ahead cannot be told.
 */
export function judgeClock(now: Date, gitTop: string | null): Finding {
  const known: readonly (readonly [what: string, time: number | undefined])[] = [
    ["this program's trust root", Date.parse(PRODUCTION_ROOT_DATE)],
    [
      "the commit that is checked out",
      gitTop === null ? undefined : readCommitTime(gitTop, "HEAD"),
    ],
  ];
  const [root, commit] = known;
  for (const one of [root, commit]) {
    const [what, time] = one ?? ["", undefined];
    if (time === undefined || time <= now.getTime() + SKEW_MS) continue;
    const found = `${formatInstant(wholeSeconds(now))}, before ${what} of ${formatInstant(time)}`;
    const help =
      "set this machine's clock: what has ended would pass, and what is new would be held";
    const finding = refused(
      "CLOCK_BEHIND",
      "clock",
      "a time after all that is at hand",
      found,
      help,
    );
    return one === root ? finding : { ...finding, verdict: "warned" };
  }
  return passed(
    "DOCTOR_CLOCK",
    "clock",
    `${formatInstant(wholeSeconds(now))}, after all that is at hand; whether it is ahead cannot be told from here`,
  );
}

/** Judges the trust roots that keyless signatures would be judged by: whole, and how old. */
export async function judgeRoots(
  closure: PolicyClosure | undefined,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  now: Date,
): Promise<readonly Finding[]> {
  try {
    const sources =
      closure === undefined
        ? await loadTrustRoots(undefined, cwd, env)
        : await rootsOfPolicy(closure, cwd, env);
    const limit = closure?.policy.trust.maxRootAgeMs ?? undefined;
    return sources.map(
      (source) =>
        judgeRootAge(source, limit, now) ??
        passed("DOCTOR_ROOT", "trust root", describeTrust(source, now)),
    );
  } catch (error) {
    if (error instanceof Refusal) return [findingOfRefusal(error, "trust root")];
    throw error;
  }
}

function passed(rule: Rule, subject: string, message: string): Finding {
  return { rule, verdict: "passed", subject, message };
}

function wholeSeconds(now: Date): number {
  return Math.floor(now.getTime() / 1000) * 1000;
}
