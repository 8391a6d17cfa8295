import type { JsonObject } from "../bytes/json.ts";

/** Files by their paths, with the SHA-256 of each in hex. */
export type RecordedFiles = ReadonlyMap<string, string>;

/** The type of what a step is begun with: no verifier takes it for a link, whatever its file is called. */
export const UNFINISHED = "unfinished-link";

/** What was seen of a step. */
export interface DraftLink {
  readonly type: "link" | typeof UNFINISHED;
  readonly step: string;
  readonly command: readonly string[];
  readonly materials: RecordedFiles;
  readonly products: RecordedFiles;
  /** Null where nothing was run. */
  readonly exitCode: number | null;
}

/** Writes a link as it is signed. The environment is left out: it says more about the functionary than about the files. */
export function linkBodyOf(draft: DraftLink): JsonObject {
  const { type, step, command, materials, products, exitCode } = draft;
  return {
    _type: type,
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
