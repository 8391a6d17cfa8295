import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A folder of tiny packages: alpha 1.0 and 2.0, beta 1.0 that needs gamma, gamma 1.0, and delta 1.0 as source only. */
export class Wheelhouse {
  readonly folder: string;
  readonly #trace: string;
  readonly #digests: Readonly<Record<string, string>>;

  /** Fills the folder `wheels` within `folder`. */
  constructor(python: string, folder: string) {
    this.folder = join(folder, "wheels");
    this.#trace = join(folder, "setup-py-ran");
    const script = join(import.meta.dirname, "wheelhouse.py");
    const printed = execFileSync(python, [script, this.folder, this.#trace], { encoding: "utf8" });
    this.#digests = JSON.parse(printed);
  }

  /** Gives the SHA-256 in hex of a file of it. */
  sha256(file: string): string {
    const digest = this.#digests[file];
    if (digest === undefined)
      throw new RangeError(`wheelhouse: expected a file of it, found ${file}`);
    return digest;
  }

  /** Gives the line that pins a package to the hash of its only file. */
  pin(name: string, version = "1.0"): string {
    const file =
      name === "delta" ? `delta-${version}.tar.gz` : `${name}-${version}-py3-none-any.whl`;
    return `${name}==${version} --hash=sha256:${this.sha256(file)}`;
  }

  /** Tells whether delta's setup.py has run since the last time this was asked. */
  tookTrace(): boolean {
    const ran = existsSync(this.#trace);
    rmSync(this.#trace, { force: true });
    return ran;
  }
}
