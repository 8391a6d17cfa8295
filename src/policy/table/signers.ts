import type { TomlNode } from "../../bytes/toml.ts";
import type { KeylessSigner, Signer } from "../../trust/signers.ts";
import { nameToml, type PolicyReader } from "../reader.ts";
import {
  flag,
  instant,
  list,
  nodeBelow,
  optional,
  refine,
  required,
  type Shape,
  type TableOf,
  table,
  tableOfNamed,
  text,
} from "../shape.ts";
import { line, NAME, role } from "./words.ts";

const GITHUB = "https://github.com";
/** More ways to sign than anybody has. */
const MAX_WAYS = 64;

/** Identities are compared to the letter: what looks like a letter and is another one is refused, not compared. */
const EXACT = /^(?:[!-)+-z|~]|\{version\})+$/;
const EXACT_WORDS = "printable ASCII without blanks, patterns and braces other than {version}";

const exact = (describe: string): Shape<string> => text(EXACT_WORDS, EXACT, { describe });

const KEYLESS_FIELDS = {
  issuer: required(exact("Who vouches for the identity: the URL of an OpenID Connect issuer")),
  email: optional(exact("The address that is certified"), null),
  identity: optional(exact("The name that is certified, to the letter"), null),
  server: optional(exact("The forge (default: https://github.com)"), null),
  repository: optional(exact("Such as acme/app"), null),
  repository_id: optional(
    text("the number of a repository", /^[0-9]{1,20}$/, {
      describe: "The number that a repository keeps when its name is given to another",
    }),
    null,
  ),
  workflow: optional(exact("Such as .github/workflows/release.yml"), null),
  ref: optional(
    text(
      "refs/heads/… or refs/tags/…, with * at the end alone",
      /^refs\/(?:heads|tags)\/(?:[!-)+-z|~]|\{version\})*\*?$(?<!\/)/,
      { describe: "Such as refs/heads/main; refs/tags/v* for any that begins so" },
    ),
    null,
  ),
  trigger: optional(exact("What started it, such as push"), null),
  runner: optional(exact("Where it ran, such as github-hosted"), null),
};

const KEYLESS: Shape<KeylessSigner> = refine(
  table("An identity that signs keyless", KEYLESS_FIELDS),
  toKeyless,
);

function toKeyless(
  fields: TableOf<typeof KEYLESS_FIELDS>,
  node: TomlNode,
  reader: PolicyReader,
): KeylessSigner {
  const { issuer, email, identity } = fields;
  const named = email ?? identity;
  if (named !== null) {
    const what = email === null ? "identity" : "email";
    const others = Object.entries(fields).flatMap(([key, value]) =>
      value === null || key === "issuer" || key === what ? [] : [key],
    );
    return others.length === 0
      ? { kind: "exact", name: named, issuer }
      : reader.fail(node, `issuer and ${what} alone`, others.join(", "));
  }
  const { repository, workflow, ref, trigger, runner } = fields;
  if (repository === null || workflow === null || ref === null)
    return reader.fail(
      node,
      "email, identity, or repository with workflow and ref",
      Object.keys(fields)
        .filter((key) => fields[key as keyof typeof fields] !== null)
        .join(", "),
    );
  return {
    kind: "workflow",
    server: fields.server ?? GITHUB,
    issuer,
    repository,
    workflow,
    ref,
    ...(fields.repository_id === null ? {} : { repositoryId: fields.repository_id }),
    ...(trigger === null ? {} : { trigger }),
    ...(runner === null ? {} : { runner }),
  };
}

const SIGNER = table("Somebody who signs: a person or a machine", {
  person: optional(
    flag("Whether it is a person; a machine never approves (default: false)"),
    false,
  ),
  roles: optional(list(role("What its signatures count for"), 1, MAX_WAYS), []),
  keys: optional(
    list(
      line("The path of a public key, relative to the policy; a key is one signer's"),
      1,
      MAX_WAYS,
    ),
    [],
  ),
  keyless: optional(list(KEYLESS, 1, MAX_WAYS), []),
  git: optional(list(line("A name or an address that git's author text has"), 1, MAX_WAYS), []),
  github: optional(
    list(
      text("a login of GitHub", /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?$/, {
        describe: "How GitHub names them, so that an author is known not to approve",
      }),
      1,
      MAX_WAYS,
    ),
    [],
  ),
  from: optional(instant("When their signatures begin to count"), null),
  until: optional(instant("When they count no more"), null),
  revoked: optional(instant("Since when they count for nothing, whatever they say"), null),
});

/** `[signers.NAME]`: who signs. */
export const SIGNERS: Shape<ReadonlyMap<string, Signer>> = refine(
  tableOfNamed(
    "Who signs, by name",
    NAME,
    refine(SIGNER, (signer, node, reader) => {
      if (signer.keys.length + signer.keyless.length === 0)
        return reader.fail(node, "keys or keyless identities", "neither");
      if (signer.from !== null && signer.until !== null && signer.from >= signer.until)
        return reader.fail(nodeBelow(node, "until"), "a time after from", "an earlier one");
      return signer;
    }),
  ),
  (signers, node, reader) => {
    const named = new Map([...signers].map(([name, signer]) => [name, { name, ...signer }]));
    return refuseTwins(named, node, reader);
  },
);

/** One key or identity of two signers would be one person who counts for two. */
function refuseTwins(
  signers: ReadonlyMap<string, Signer>,
  node: TomlNode,
  reader: PolicyReader,
): ReadonlyMap<string, Signer> {
  const owners = new Map<string, string>();
  let isWhole = true;
  for (const { name, keys, keyless } of signers.values()) {
    const ways = [
      ...keys.map((key) => [`key ${key}`, `the key ${nameToml(key)}`]),
      ...keyless.map((one) => [JSON.stringify(one), `an identity of ${nameToml(one.issuer)}`]),
    ] as const;
    for (const [way = "", words] of ways) {
      const owner = owners.get(way);
      owners.set(way, name);
      if (owner === undefined || owner === name) continue;
      isWhole = false;
      reader.note(nodeBelow(node, name), `${words} with one signer`, `it with ${owner} too`, {
        ofKey: true,
        hint: "whoever has it would count for two: leave it with whom it belongs to",
      });
    }
  }
  return isWhole ? signers : reader.stop();
}
