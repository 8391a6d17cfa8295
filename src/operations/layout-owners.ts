import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, refused } from "../finding.ts";
import { type LayoutKey, parseLayoutKeyFile } from "../layout/layout-key.ts";
import type { LayoutOwner } from "../layout/verify-layout.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import type { PolicySigner } from "../policy/signer.ts";
import type { LayoutSection } from "../policy/table/layouts.ts";
import { outOfPeriod } from "../trust/signers.ts";

/** Who has to have signed a layout, with their keys read. */
export interface ReadOwners {
  readonly owners: readonly LayoutOwner[];
  /** Why somebody cannot sign it: each refuses. */
  readonly findings: readonly Finding[];
}

/**
 * Reads the keys of a layout's owners from the files of the policy. Of a signer one key has to have signed; whoever counts no
 * more today cannot have, since nothing says when a layout was signed.
 * @param subject names the layout in findings.
 */
export function readLayoutOwners(
  { policy, files }: Pick<PolicyClosure, "policy" | "files">,
  signers: readonly PolicySigner[],
  section: LayoutSection,
  subject: string,
  now: Date,
): ReadOwners {
  const findings: Finding[] = [];
  const keyOf = (path: string): LayoutKey | undefined => {
    try {
      // A file that is not there was refused with the policy.
      return parseLayoutKeyFile(files.get(path) ?? new Uint8Array(), path);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, subject));
      return undefined;
    }
  };
  const owners = section.owners.map((name): LayoutOwner => {
    const signer = signers.find((one) => one.name === name);
    const outside = signer === undefined ? undefined : outOfPeriod(signer, [], now);
    if (outside !== undefined)
      findings.push(
        refused(
          "LAYOUT_OWNER_PERIOD",
          subject,
          `a signature by ${name}, who counts ${outside.replace(/, found .*$/s, "")}`,
          outside.replace(/^.*, found /s, ""),
          `let somebody sign it who counts, and name them: owners under [[layout]]`,
        ),
      );
    const paths = policy.signers.get(name)?.keys ?? [];
    return { name, keys: paths.flatMap((path) => keyOf(path) ?? []) };
  });
  for (const path of section.keys) {
    const key = keyOf(path);
    if (key !== undefined) owners.push({ name: path, keys: [key] });
  }
  return { owners, findings };
}
