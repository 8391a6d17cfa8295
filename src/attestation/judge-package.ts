import { type NamedPackage, parseNpmUrl } from "../statement/package-url.ts";
import type { Statement } from "../statement/statement.ts";
import { type Check, check, type Reading } from "./check.ts";

/**
 * Judges whether a statement is about the expected package of npm; what is not expected of it, null, is not compared.
 * Of several subjects none is taken: the name of one would not be that of the file.
 */
export function judgePackage(
  { subjects }: Statement,
  expected: { readonly [Part in keyof NamedPackage]: string | null },
): readonly Check[] {
  const [subject, ...more] = subjects;
  const named = more.length > 0 ? undefined : parseNpmUrl(subject?.name ?? "");
  const read: readonly Reading[] = [
    { document: "statement", field: "subject[0].name", value: subject?.name ?? "" },
  ];
  const found = named === undefined ? "no package of npm's" : undefined;
  return [
    ...(expected.name === null
      ? []
      : [
          check(
            "PACKAGE_NAME",
            named?.name === expected.name,
            expected.name,
            found ?? named?.name ?? "",
            read,
            { help: "name the package as its registry does, with its scope: --package-name" },
          ),
        ]),
    ...(expected.version === null
      ? []
      : [
          check(
            "PACKAGE_VERSION",
            named?.version === expected.version,
            expected.version,
            found ?? named?.version ?? "",
            read,
            { help: "take the attestations of this very version" },
          ),
        ]),
  ];
}
