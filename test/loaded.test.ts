import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Folder } from "./fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  signBundle,
  trustedRoot,
  written,
} from "./fakes/instance.ts";

const DIST = join(import.meta.dirname, "../dist");
const PROGRAM = join(DIST, "bin/lockseal.js");

/** Writes each module that is loaded to standard error, however it is asked for. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from "node:module";
import { writeSync } from "node:fs";
registerHooks({ load(url, context, next) { writeSync(2, "loaded " + url + "\\n"); return next(url, context); } });
`)}`;

/** What signs and what asks services: nothing of it belongs into a process that verifies. */
const SIGNING =
  /src\/sigstore\/(?:sign|certificate-request|log-request|timestamp-request|service-answer|choose-services|format-bundle|identity-token)\.js$|src\/io\/(?:http|redirect|run-program)\.js$|lockseal-(?:signing|keyless-sign(?:ing)?)\.js$|\/@sigstore\/|\/sigstore\/dist\/|^node:(?:https?|net|tls|dgram|dns|http2)$/;

function loadedBy(args: readonly string[], cwd: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", WATCH, ...args], {
    cwd,
    encoding: "utf8",
  });
  expect({ status, stdout: status === 0 ? "" : `${stdout}${stderr}` }).toEqual({
    status: 0,
    stdout: "",
  });
  return [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, url = ""]) => url);
}

/** A file with a keyless bundle beside it, in a folder with its trust root. */
function signed(): Folder {
  const instance = createInstance();
  return new Folder()
    .write("app.bin", "the bytes")
    .write("root.json", written(trustedRoot(instance)))
    .write(
      "app.bin.sigstore.json",
      written(signBundle(instance, { message: Buffer.from("the bytes") })),
    );
}

const LIBRARY = `
import { readFileSync } from "node:fs";
import { loadTrustRoot, parseSignatures, verifyBundle } from ${JSON.stringify(join(DIST, "src/index.js"))};
const bundle = parseSignatures(readFileSync("app.bin.sigstore.json"), "bundle")[0];
const identity = { kind: "exact", name: ${JSON.stringify(IDENTITY)}, issuer: ${JSON.stringify(ISSUER)} };
const expected = { signer: { kind: "identity", identity }, predicateType: null };
const trust = loadTrustRoot("root.json", process.cwd()).root;
const { digests } = await verifyBundle({ name: "app.bin", bytes: readFileSync("app.bin") }, bundle, expected, trust, new Date());
if (digests.length !== 1) throw new Error("expected a digest");
`;

const BY = ["--certificate-identity", IDENTITY, "--certificate-oidc-issuer", ISSUER];

test("the library that verifies loads nothing that signs or asks the network", () => {
  const loaded = loadedBy(["--input-type=module", "-e", LIBRARY], signed().path);
  expect(loaded.some((url) => url.endsWith("src/sigstore/verify.js"))).toBe(true);
  expect(loaded.filter((url) => SIGNING.test(url))).toEqual([]);
});

test("the program that verifies loads nothing that signs or asks the network", () => {
  const verify = ["verify", "app.bin", ...BY, "--trusted-root", "root.json"];
  const loaded = loadedBy([PROGRAM, ...verify], signed().path);
  expect(loaded.some((url) => url.endsWith("lockseal-keyless.js"))).toBe(true);
  expect(loaded.filter((url) => SIGNING.test(url))).toEqual([]);
});

test("the names above are those of files that are there", () => {
  for (const name of ["sign", "certificate-request", "log-request", "identity-token"])
    expect(existsSync(join(DIST, `src/sigstore/${name}.js`))).toBe(true);
  for (const name of ["signing", "keyless-signing", "keyless-sign"])
    expect(existsSync(join(DIST, `bin/lockseal-${name}.js`))).toBe(true);
});
