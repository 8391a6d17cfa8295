import { escapeJson } from "./escape.ts";

/**
 * Writes an array of JSON a value at a time, so that a document of many findings is never whole in memory.
 * @param values each becomes one element.
 */
export function* formatJsonArray(values: Iterable<unknown>): Generator<string> {
  let before = "";
  yield "[";
  for (const value of values) {
    yield `${before}\n${escapeJson(value)}`;
    before = ",";
  }
  yield "\n]";
}
