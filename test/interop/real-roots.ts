import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { acceptFirstRoot, acceptRoot } from "../../src/trust/tuf/accept.ts";
import { PRODUCTION_TUF_ROOT_JSON } from "../../src/trust/tuf/production-tuf-root.ts";
import type { Checks } from "./checks.ts";
import type { Peer } from "./peers.ts";

const ASKS =
  "import sigstore, os; print(os.path.join(os.path.dirname(sigstore.__file__), '_store'))";

/** Takes real roots of real instances: those that sigstore-python has in its store, and ours as the next of one of them. */
export async function checkRealRoots(python: Peer, checks: Checks): Promise<void> {
  const { stdout } = spawnSync(python.program, ["-c", ASKS], { encoding: "utf8" });
  const rootOf = (host: string): Uint8Array =>
    readFileSync(`${stdout.trim()}/https%3A%2F%2F${host}/root.json`);
  await checks.check("the root of Sigstore's staging instance is taken", () => {
    acceptFirstRoot(rootOf("tuf-repo-cdn.sigstage.dev"), "root.json");
    return undefined;
  });
  await checks.check("the embedded root follows the one that sigstore-python has", () => {
    const before = acceptFirstRoot(rootOf("tuf-repo-cdn.sigstore.dev"), "root.json");
    const root = acceptRoot(Buffer.from(PRODUCTION_TUF_ROOT_JSON), before, "embedded");
    const { version } = before.metadata;
    return root.metadata.version === version + 1 ? undefined : `${version}`;
  });
}
