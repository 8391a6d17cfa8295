import type { PipView } from "./model.ts";
import type { Pin } from "./pins.ts";
import { normaliseName } from "./requirements/name.ts";

/**
 * Gives what pip sees of any requirements file as pins, for comparing and showing: a requirement that is not one
 * version keeps its specifier as its version. Nothing about them is judged, and none of them may be signed.
 */
export function pinsOfView(view: PipView): readonly Pin[] {
  return view.requirements.flatMap((requirement): Pin[] => {
    const { parsed, file, line } = requirement;
    if (requirement.constraint || "invalid" in parsed) return [];
    const hashes = [...requirement.hashes].flatMap(([algorithm, values]) =>
      values.map((value) => `${algorithm}:${value}`),
    );
    return [
      {
        name: parsed.name === null ? requirement.text : normaliseName(parsed.name),
        version: parsed.pinned
          ? (parsed.specifier ?? "").replace(/^={2,3}/, "")
          : (parsed.specifier ?? ""),
        extras: parsed.extras,
        marker: parsed.marker,
        hashes,
        url: parsed.url === null ? null : requirement.text,
        file,
        line,
      },
    ];
  });
}
