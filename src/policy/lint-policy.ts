import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import { matchesPath } from "../trust/glob.ts";
import { formatInstant } from "../trust/period.ts";
import type { KeylessSigner, Signer } from "../trust/signers.ts";
import { lintReach, type Say } from "./lint-reach.ts";
import type { Policy } from "./model.ts";

/** What a policy is looked at with. */
export interface PolicyLintOptions {
  /** Names the policy in findings. */
  readonly what: string;
  readonly now: Date;
  /** Paths relative to the policy's folder; null where nobody knows what is there. */
  readonly names: readonly string[] | null;
}

const DAY_MS = 86_400_000;
/** Long enough to have a change reviewed. */
const SOON_MS = 30 * DAY_MS;
/** An exemption that is longer is a habit. */
const LONG_MS = 90 * DAY_MS;

/** Finds what a policy says and its writer can hardly mean: dates, identities that are too wide, numbers that nobody reaches. */
export function lintPolicy(policy: Policy, options: PolicyLintOptions): readonly Finding[] {
  const findings: Finding[] = [];
  const say: Say = (verdict, rule, at, message, help) => {
    const where = { file: options.what, ...policy.placeOf(at) };
    findings.push({ rule, verdict, subject: options.what, message, where, help });
  };
  lintDates(policy, options, say);
  for (const signer of policy.signers.values()) lintSigner(signer, options.now, say);
  lintLogins(policy, say);
  lintReach(policy, options.now, say);
  lintTools(policy, say);
  if (options.names !== null) lintPaths(policy, options.names, say);
  return findings;
}

function lintDates(
  { expires, exemptions, allowedNames, change }: Policy,
  { now }: PolicyLintOptions,
  say: Say,
): void {
  const time = now.getTime();
  if (expires === null)
    say(
      "warned",
      "POLICY_ENDLESS",
      "version",
      "expected expires, found none: an old policy stays in force",
      "add a day to review it by: expires = 2027-06-30T00:00:00Z",
    );
  else if (expires <= time)
    say(
      "refused",
      "POLICY_EXPIRED",
      "expires",
      `expected a policy in force, found one that expired ${formatInstant(expires)}`,
      "review it, and set a later expires",
    );
  else if (expires - time < SOON_MS)
    say(
      "warned",
      "POLICY_EXPIRES_SOON",
      "expires",
      `expires ${formatInstant(expires)}, and allows nothing from then on`,
      "review it, and set a later expires",
    );
  if (change === null)
    say(
      "warned",
      "POLICY_UNGUARDED",
      "version",
      "expected [policy], found none: no change of this file can be approved",
      'say who decides: [policy] role = "owner", threshold = 2',
    );
  for (const [index, { path, until }] of exemptions.entries())
    lintEnd(`exempt[${index}].until`, `the exemption of ${quote(path)}`, until, time, say);
  for (const [index, { name, until }] of allowedNames.entries())
    lintEnd(`allow_name[${index}].until`, `the leave of the name ${name}`, until, time, say);
}

function lintEnd(at: string, what: string, until: number, time: number, say: Say): void {
  const end = formatInstant(until);
  if (until <= time) say("warned", "EXEMPTION_OVER", at, `${what} ended ${end}`, "take it out");
  else if (until - time > LONG_MS)
    say("warned", "EXEMPTION_LONG", at, `${what} lasts until ${end}`, "shorten it to weeks");
}

function lintSigner({ name, keyless, until, revoked }: Signer, now: Date, say: Say): void {
  const at = `signers.${name}`;
  const over = [until, revoked].find((time) => time !== null && time <= now.getTime());
  if (over !== undefined && over !== null)
    say(
      "noted",
      "SIGNER_OVER",
      at,
      `${name} counts no more since ${formatInstant(over)}`,
      "leave it as long as signatures from before count",
    );
  for (const [index, one] of keyless.entries())
    lintIdentity(one, `${at}.keyless[${index}]`, name, say);
}

/** By the login alone that an event names, an author who is in no `github` is nobody's; then they could approve what they made. */
function lintLogins({ signers, locks }: Policy, say: Say): void {
  if (!locks.some(({ approval, authorMayApprove }) => approval.size > 0 && !authorMayApprove))
    return;
  for (const { name, person, github } of signers.values())
    if (person && github.length === 0)
      say(
        "noted",
        "SIGNER_LOGIN_NONE",
        `signers.${name}`,
        `${name}: expected github, found none: where GitHub names them as the author of a change, nobody knows that it is they`,
        'say how the forge names them: github = ["LOGIN"]',
      );
}

function lintIdentity(one: KeylessSigner, at: string, name: string, say: Say): void {
  if (one.kind !== "workflow") return;
  if (one.repositoryId === undefined)
    say(
      "warned",
      "REPOSITORY_ID_MISSING",
      at,
      `${name}: expected repository_id, found none: whoever gets the name ${quote(one.repository)} after its owner signs as it`,
      `add the repository's number: gh api repos/${one.repository} --jq .id`,
    );
  if (/^refs\/(?:heads|tags)\/\*$/.test(one.ref))
    say(
      "warned",
      "IDENTITY_WIDE",
      at,
      `${name}: expected one branch, or tags that begin alike, found ${quote(one.ref)}: whoever can push anything to the repository can sign`,
      'narrow it: ref = "refs/tags/v*", or ref = "refs/heads/main"',
    );
  else if (/^refs\/heads\/.*\*$/.test(one.ref))
    say(
      "warned",
      "IDENTITY_WIDE",
      at,
      `${name}: expected one branch, found ${quote(one.ref)}: anybody who can push can make one that begins so`,
      'name the branch: ref = "refs/heads/main"',
    );
  if (one.runner === undefined && one.issuer === "https://token.actions.githubusercontent.com")
    say(
      "noted",
      "RUNNER_ANY",
      at,
      `${name}: signs from runners of any kind, self-hosted ones too`,
      'add: runner = "github-hosted"',
    );
}

function lintTools({ tools, locks }: Policy, say: Say): void {
  for (const { name, signer } of tools.values())
    if (signer === null)
      say(
        "warned",
        "TOOL_SIGNER_NONE",
        `tools.${name}`,
        `${name}: expected signer, found none: whatever its address serves first is pinned`,
        "name who signs it under [signers], and add signer",
      );
  for (const { at, path, signatures, approval, ranges } of locks)
    if (signatures === null && approval.size === 0 && !ranges)
      say(
        "warned",
        "LOCK_UNREGULATED",
        at,
        `${quote(path)}: expected signatures or approval, found neither: no change of it can be approved`,
        "say who decides: approval.update = { people = 2 }",
      );
}

function lintPaths({ locks, exemptions }: Policy, names: readonly string[], say: Say): void {
  // It is written before the first tool is pinned, and says what is asked of that.
  for (const { at, path, format } of locks)
    if (format !== "lockseal-tools" && !names.some((name) => matchesPath(path, name)))
      say(
        "warned",
        "LOCK_PATTERN_UNUSED",
        `${at}.path`,
        `expected a file that ${quote(path)} matches, found none`,
        "check the pattern; it is relative to the policy, * stays within a folder, ** does not",
      );
  for (const name of names) {
    const sections = locks.filter(({ path }) => matchesPath(path, name));
    const [, second] = sections;
    if (second !== undefined)
      say(
        "refused",
        "POLICY_LOCK_AMBIGUOUS",
        `${second.at}.path`,
        `expected one [[lock]] for ${quote(name)}, found ${sections.length}: ${sections.map(({ path }) => quote(path)).join(", ")}`,
        "make the patterns so that each file has one",
      );
  }
  for (const [index, { path }] of exemptions.entries())
    if (!names.includes(path))
      say(
        "warned",
        "EXEMPTION_UNUSED",
        `exempt[${index}].path`,
        `expected the file ${quote(path)}, found none`,
        "take the exemption out",
      );
}
