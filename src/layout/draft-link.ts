import type { JsonObject } from "../bytes/json.ts";

/** Files by their paths, with the SHA-256 of each in hex. */
export type RecordedFiles = ReadonlyMap<string, string>;

/** What was seen of a step. */
export interface DraftLink {
  readonly step: string;
  readonly command: readonly string[];
  readonly materials: RecordedFiles;
  readonly products: RecordedFiles;
  /** Null where nothing was run. */
  readonly exitCode: number | null;
}

/** Writes a link as it is signed. The environment is left out: it says more about the functionary than about the files. */
export function linkBodyOf(draft: DraftLink): JsonObject {
  const { step, command, materials, products, exitCode } = draft;
  return {
    _type: "link",
    name: step,
    command: [...command],
    materials: artifactsBodyOf(materials),
    products: artifactsBodyOf(products),
    byproducts: exitCode === null ? {} : { "return-value": exitCode, stderr: "", stdout: "" },
    environment: {},
  };
}

function artifactsBodyOf(files: RecordedFiles): JsonObject {
  const body: Record<string, JsonObject> = Object.create(null);
  for (const [path, sha256] of files) body[path] = { sha256 };
  return body;
}
