import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestFile } from "../src/io/digest-file.ts";
import { parseIdentityToken } from "../src/sigstore/identity-token.ts";
import { signBundle } from "../src/sigstore/sign.ts";
import { parseSigningConfig } from "../src/sigstore/signing-config.ts";
import { parseTrustRoot } from "../src/trust/trust-root.ts";
import { createInstance, IDENTITY, ISSUER, trustedRoot, written } from "../test/fakes/instance.ts";
import { fakeServices, fakeSigningConfig, fakeToken } from "../test/fakes/services.ts";
import { PROGRAM } from "../test/interop/lockseal.ts";
import { type Figure, median, timeByTurns } from "./figures.ts";
import { peakOf } from "./peak.ts";

const GiB = 1024 ** 3;
const ROUNDS = 25;

/** Runs the whole program on keyless bundles: on a small file by turns with Node doing nothing, and on a large one. */
export async function* measureKeyless(folder: string): AsyncGenerator<Figure> {
  const instance = createInstance();
  const root = join(folder, "trusted_root.json");
  writeFileSync(root, written(trustedRoot(instance)));
  const by = ["--certificate-identity", IDENTITY, "--certificate-oidc-issuer", ISSUER];
  const lineFor = (file: string): string[] => [
    PROGRAM,
    "verify",
    file,
    ...by,
    "--trusted-root",
    root,
  ];

  const small = join(folder, "small.bin");
  writeFileSync(small, "the bytes\n");
  await sign(instance, small);
  const run = (args: readonly string[]) => () => {
    execFileSync(process.execPath, args, { stdio: "ignore" });
  };
  const [verify, nothing] = [run(lineFor(small)), run(["-e", "0"])];
  verify();
  const [ours = [], bare = []] = timeByTurns(ROUNDS, [verify, nothing]);
  yield {
    name: "lockseal verify of a keyless bundle, whole process",
    value: median(ours),
    unit: "ms",
  };
  yield {
    name: "lockseal verify of a keyless bundle / node -e 0",
    value: median(ours) / median(bare),
    unit: "×",
    aim: { is: "at most", bound: 2 },
  };

  const large = join(folder, "large.bin");
  const descriptor = openSync(large, "w");
  // Sparse: it takes no room, and is read and digested as any other.
  ftruncateSync(descriptor, 4 * GiB);
  closeSync(descriptor);
  await sign(instance, large);
  const start = performance.now();
  const peak = peakOf(lineFor(large));
  yield {
    name: "lockseal verify of 4 GiB, whole process",
    value: (performance.now() - start) / 1000,
    unit: "s",
  };
  yield {
    name: "  memory at its peak",
    value: peak,
    unit: "MB",
    aim: { is: "at most", bound: 120 },
  };
}

/** Signs a file by its digest, with services in this process whose keys are of the public instance's kinds. */
async function sign(instance: ReturnType<typeof createInstance>, file: string): Promise<void> {
  const now = new Date();
  const sha256 = digestFile(file, ["sha256"]).digests.get("sha256");
  if (sha256 === undefined) throw new TypeError("digest: expected sha256, found none");
  const exp = Math.floor(now.getTime() / 1000) + 300;
  const token = fakeToken({ iss: ISSUER, sub: "somebody", aud: "sigstore", exp });
  const { bytes } = await signBundle(
    { kind: "message", name: file, digest: sha256 },
    {
      token: parseIdentityToken(token, "token", "sigstore", now),
      config: parseSigningConfig(written(fakeSigningConfig("v1")), "config"),
      trust: parseTrustRoot(written(trustedRoot(instance)), "root"),
      transport: fakeServices(instance, now).transport,
      now,
    },
  );
  writeFileSync(`${file}.sigstore.json`, bytes);
}
