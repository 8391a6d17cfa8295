import { isAbsolute, join } from "node:path";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";
import {
  type AmbientOption,
  optionsOfPipFile,
  optionsOfUvFile,
  optionsOfVariables,
} from "../lock/ambient-options.ts";
import { listPipFiles } from "./pip-files.ts";

/** Where to look for settings of pip and uv. */
export interface IndexPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the machine's own settings: `/etc`. */
  readonly system: string;
  /** Folders of the project: where the user is, and the top of the checkout. */
  readonly folders: readonly string[];
}

type Kind = "pip" | "uv.toml" | "pyproject.toml";

const MAX_BYTES = 1024 * 1024;

/** Finds every setting outside of locks by which pip or uv takes more, or from elsewhere. Asks neither of them. */
export function judgeIndexes(places: IndexPlaces): readonly Finding[] {
  const findings: Finding[] = optionsOfVariables(places.env).map(leak);
  for (const [path, kind] of filesOf(places))
    try {
      const bytes = readFile(path, MAX_BYTES);
      const options =
        kind === "pip"
          ? optionsOfPipFile(Buffer.from(bytes).toString("utf8"), path)
          : optionsOfUvFile(bytes, path, kind);
      findings.push(...options.map(leak));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code !== "FILE_MISSING") findings.push(unread(path, error));
    }
  if (findings.length > 0) return findings;
  return [
    {
      rule: "DOCTOR_INDEXES",
      verdict: "passed",
      subject: "indexes",
      message: "no variable and no file of pip or uv brings an index, a host or a package in",
    },
  ];
}

/** Those of pip in its order, then those of uv. */
function filesOf({ env, system, folders }: IndexPlaces): ReadonlyMap<string, Kind> {
  const files = new Map<string, Kind>();
  const add = (kind: Kind, base: string | undefined, name: string): void => {
    if (base !== undefined && isAbsolute(base)) files.set(join(base, name), kind);
  };
  for (const path of listPipFiles({ env, system, cwd: folders[0] })) files.set(path, "pip");
  const config = (env.XDG_CONFIG_HOME ?? "") || (env.HOME && join(env.HOME, ".config"));
  const shared = (env.XDG_CONFIG_DIRS ?? "") || join(system, "xdg");
  for (const folder of shared.split(":")) add("uv.toml", folder, "uv/uv.toml");
  add("uv.toml", system, "uv/uv.toml");
  add("uv.toml", env.PROGRAMDATA, "uv/uv.toml");
  add("uv.toml", config, "uv/uv.toml");
  add("uv.toml", env.APPDATA, "uv/uv.toml");
  add("uv.toml", env.UV_CONFIG_FILE, "");
  for (const folder of folders) {
    add("uv.toml", folder, "uv.toml");
    add("pyproject.toml", folder, "pyproject.toml");
  }
  return files;
}

function leak({ program, name, value, source, line }: AmbientOption): Finding {
  const isVariable = line === null;
  return {
    rule: "DOCTOR_INDEX_LEAK",
    verdict: "warned",
    subject: source,
    message: `${program} takes ${name} = ${value} from here, which no lock says and nobody signed`,
    ...(isVariable ? {} : { where: { file: source, line } }),
    help: `install by the line that lockseal gate prints, which heeds none of it; or ${isVariable ? `unset it: unset ${source}` : "take the line out"}`,
  };
}

function unread(path: string, error: Refusal): Finding {
  return {
    rule: "DOCTOR_INDEX_UNREAD",
    verdict: "noted",
    subject: path,
    message: `cannot tell what it says: ${error.message.replace(`${path}: `, "")}`,
    help: "look at it by hand: what it names may be installed",
  };
}
