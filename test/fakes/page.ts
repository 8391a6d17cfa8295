import { readFileSync } from "node:fs";

/** Where the pages are. */
export const DOCS: URL = new URL("../../docs/", import.meta.url);

/** Every line that a page shows in blocks of `sh`, those that go on put together, as the words that a shell makes of them. */
export function commandsOf(page: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(page, DOCS), "utf8");
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = ""]) => block.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/\s+#.*$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) =>
      [...line.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([word, a, b]) => a ?? b ?? word),
    );
}
