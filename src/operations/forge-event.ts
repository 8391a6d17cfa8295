import { parseJson } from "../bytes/json.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";

/** GitHub's largest events have some hundred kilobytes. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

/**
 * Reads what a forge says of why it runs a job: GitHub's event. It lies outside of the tree that is judged, where the forge's
 * own runner puts it.
 * @returns undefined where there is none, or none that can be read: whoever asks does without.
 */
export function readForgeEvent(env: Readonly<Record<string, string | undefined>>): unknown {
  const { GITHUB_ACTIONS, GITHUB_EVENT_PATH: path } = env;
  if (GITHUB_ACTIONS !== "true" || path === undefined) return undefined;
  try {
    const bytes = readFile(path, MAX_EVENT_BYTES);
    return parseJson(bytes, { what: path, maxBytes: MAX_EVENT_BYTES });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Gives the text at a path of field names; undefined where there is none, or anything else. */
export function textAt(event: unknown, ...names: readonly string[]): string | undefined {
  const found = names.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    event,
  );
  return typeof found === "string" && found !== "" ? found : undefined;
}
