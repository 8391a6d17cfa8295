import { Refusal } from "../errors.ts";
import { isRefused } from "../finding.ts";
import { runForeground } from "../io/run-foreground.ts";
import { sha256Of } from "../tool/pinned.ts";
import { judgeDenied, readDenying } from "./denied-tools.ts";
import { pinFor, pinnedProgram, placeOf, stateOf } from "./fetch-tool.ts";
import { judgeKnownBad } from "./judge-asset.ts";
import type { ListToolsOptions } from "./list-tools.ts";
import { locateTools, readPins, requireTool } from "./locate-tools.ts";

/**
 * Runs a tool in our place, after every file of it was verified.
 * @returns its exit code.
 * @throws Refusal see `openTool`, `runForeground`.
 */
export function runTool(
  name: string,
  words: readonly string[],
  options: ListToolsOptions,
): Promise<number> {
  const { cwd, env } = options;
  return runForeground(openTool(name, options), words, { cwd, env });
}

/**
 * Gives the path of a tool's program after every file of the tool was verified against its pin.
 * @throws Refusal `TOOL_PIN_NONE`, `TOOL_PLATFORM_NONE` — it is not pinned here.
 * @throws Refusal `TOOL_PROGRAM_NONE` — what it is to run is not pinned.
 * @throws Refusal `TOOL_NOT_FETCHED` — it is not in place.
 * @throws Refusal `TOOL_ALTERED` — a file is not as pinned.
 * @throws Refusal `POLICY_EXPIRED` — lockseal.toml is over, and allows nothing.
 * @throws Refusal `TOOL_DENIED` — lockseal.toml denies the version.
 * @throws Refusal `TOOL_KNOWN_BAD` — the version is known to be bad.
 */
function openTool(name: string, options: ListToolsOptions): string {
  const files = locateTools(options.cwd, options.lock);
  const pin = pinFor(requireTool(readPins(files), name, files), options.platform);
  const { version } = pin.tool;
  const [bad] = judgeKnownBad(name, pin, sha256Of(pin.asset), pin.asset.name);
  if (bad !== undefined && isRefused([bad]))
    throw new Refusal(
      "TOOL_KNOWN_BAD",
      `${name}: ${bad.message}`,
      { name, version },
      { hint: bad.help },
    );
  const [denied] = judgeDenied(name, pin.tool, readDenying(files, options.cwd, options.now));
  if (denied !== undefined)
    throw new Refusal(
      "TOOL_DENIED",
      `${[denied.where?.file, denied.where?.line].filter((part) => part !== undefined).join(":")}: ${denied.message}`,
      { name, version },
      { hint: denied.help },
    );
  const place = placeOf(pin, options);
  const program = pinnedProgram(pin, place);
  const { state, differences } = stateOf(pin, place);
  if (state === "placed") return program;
  if (state === "altered")
    throw new Refusal(
      "TOOL_ALTERED",
      `${name}: expected the files of ${version} as pinned, found ${differences.join("; ")}`,
      { name, differences },
      { hint: `find out who changed them, then: lockseal tool fetch ${name}` },
    );
  throw new Refusal(
    "TOOL_NOT_FETCHED",
    `${name}: expected ${version} in place, found ${state === "absent" ? "nothing" : "another version"}`,
    { name },
    { hint: `lockseal tool fetch ${name}` },
  );
}
