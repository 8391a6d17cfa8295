import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { below } from "../bytes/json-shape.ts";
import type { Claim } from "../statement/provenance/provenance.ts";
import { variable } from "../statement/provenance/read-fields.ts";
import { type Check, check, foundIn, type Reading } from "./check.ts";
import { claimed, type Facts } from "./facts.ts";
import { readSource } from "./judge-source.ts";
import { isOfVersion } from "./version-tag.ts";

const HEADS = "refs/heads/";
const TAGS = "refs/tags/";

/**
 * Judges the branch and the tag that were built. A branch is none because it is named like a tag. What was built from a tag has
 * the branch that the event says the tag was made on, if it says one.
 */
export function judgeRef(facts: Facts): readonly Check[] {
  const { branch, tag, versionedTag, signer } = facts.expectations;
  const { refs, isCommitAlone } = readSource(facts);
  const isNamed = signer.identities.length + signer.workflows.length + signer.keys.length > 0;
  const request = refs.find(({ value }) => value.startsWith("refs/pull/"));
  // Anybody may have written what a request would merge: a builder says nothing about who agreed to it.
  if (request !== undefined && !isNamed)
    return [wrongKind("a branch or a tag, and no request to merge", request.value, refs)];
  if (branch === null && tag === null && versionedTag === null) return [];
  // The trigger's ref says nothing about a commit that a builder made itself.
  const isUnknown = isCommitAlone && facts.provenance?.version === "v1";
  const read = isUnknown ? [] : refs;
  const ref = new Set(read.map(({ value }) => value)).size === 1 ? (read[0]?.value ?? "") : "";
  const checks: Check[] = [];
  if (branch !== null) checks.push(judgeBranch(facts, branch, ref, read));
  for (const [rule, expected] of [
    ["SOURCE_TAG", tag],
    ["SOURCE_VERSIONED_TAG", versionedTag],
  ] as const) {
    if (expected === null) continue;
    if (!ref.startsWith(TAGS) || ref === TAGS) {
      checks.push(wrongKind(`the tag ${expected}`, ref, read));
      continue;
    }
    const found = ref.slice(TAGS.length);
    const holds = rule === "SOURCE_TAG" ? found === expected : isOfVersion(found, expected);
    checks.push(check(rule, holds, expected, found, read, { agree: true }));
  }
  return checks;
}

function judgeBranch(facts: Facts, expected: string, ref: string, read: readonly Reading[]): Check {
  const based = ref.startsWith(TAGS) ? baseOf(facts) : null;
  const found = based === null ? ref : based.value;
  if (!found.startsWith(HEADS) || found === HEADS)
    return wrongKind(`the branch ${expected}`, ref, read);
  const name = found.slice(HEADS.length);
  const from = based === null ? read : claimed([based]);
  return check("SOURCE_BRANCH", name === expected, expected, name, from, { agree: true });
}

/** The branch of a tag, as the event that started the build has it. */
function baseOf({ provenance }: Facts): Claim | null {
  const internal = provenance?.internal ?? null;
  const base = variable(internal, "BASE_REF");
  if (base !== null) return base;
  const payload = eventPayload(internal);
  if (payload === null) return null;
  const event = variable(internal, "EVENT_NAME")?.value;
  if (event === "push") return text(payload, "base_ref");
  if (event !== "release") return null;
  const release = object(payload, "release");
  const commitish = release === null ? null : text(release, "target_commitish");
  return commitish === null ? null : { ...commitish, value: `${HEADS}${commitish.value}` };
}

interface Place {
  readonly field: string;
  readonly value: JsonObject;
}

/** The event that started a build of GitHub's, as its builders record it; nothing where none is there. */
export function eventPayload(internal: Place | null): Place | null {
  if (internal === null) return null;
  return object(internal, "GITHUB_EVENT_PAYLOAD") ?? object(internal, "github_event_payload");
}

/** Gives an object within another; nothing where there is none. */
export function object({ field, value }: Place, name: string): Place | null {
  const inner: JsonValue | undefined = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof inner === "object" && inner !== null && !Array.isArray(inner)
    ? { field: below(field, name), value: inner as JsonObject }
    : null;
}

function text({ field, value }: Place, name: string): Claim | null {
  const inner = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof inner === "string" ? { field: below(field, name), value: inner } : null;
}

function wrongKind(expected: string, ref: string, read: readonly Reading[]): Check {
  return check("SOURCE_REF_KIND", false, expected, ref === "" ? foundIn(read) : ref, read, {
    help: "ask for what was built: --source-tag for a tag, --source-branch for a branch",
  });
}
