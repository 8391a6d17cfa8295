import { expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { type Bundle, parseBundle } from "../../src/sigstore/bundle.ts";
import { adviseInstance } from "../../src/sigstore/instance.ts";
import { parseCertificate } from "../../src/trust/x509.ts";
import { fakeCertificate, fakeKey } from "../fakes/certificate.ts";
import { createInstance, type Loose, SIGNED_AT, signBundle, written } from "../fakes/instance.ts";

const instance = createInstance();
const unknown = new Refusal(
  "TLOG_LOG_UNKNOWN",
  "a: expected b, found c",
  { log: "d" },
  { hint: "e" },
);

function bundleWith(change: (entry: Loose) => void = () => {}): Bundle {
  const bundle = signBundle(instance, { message: Buffer.from("a") });
  change(bundle.verificationMaterial.tlogEntries[0]);
  return parseBundle(written(bundle), "bundle");
}
const ofGitHub = parseCertificate(
  fakeCertificate({
    name: "GitHub, Inc.",
    key: fakeKey(),
    from: SIGNED_AT,
    until: SIGNED_AT,
    extensions: [{ oid: "1.2.3", value: Buffer.of(5, 0) }],
  }).der,
  "certificate",
);

test.each<[string, Bundle, boolean, RegExp]>([
  [
    "the staging log",
    bundleWith((entry) => {
      entry.logId.keyId = "0y8wo8MtY5wrdiIFohx7sHeI5oKDpK5vQhGHI6G+pJY=";
    }),
    false,
    /staging/,
  ],
  [
    "a staging log of the second version",
    bundleWith((entry) => {
      entry.inclusionProof.checkpoint.envelope = "log2025-alpha1.rekor.sigstage.dev\n";
    }),
    false,
    /staging/,
  ],
  ["GitHub's own instance", bundleWith(), true, /GitHub/],
  ["nobody that is known", bundleWith(), false, /^e$/],
])("tells of %s", (_, bundle, gitHub, hint) => {
  const told = adviseInstance(unknown, bundle, gitHub ? ofGitHub : undefined);
  expect(told).toMatchObject({ code: "TLOG_LOG_UNKNOWN", hint: expect.stringMatching(hint) });
});

test("leaves alone what no trust root explains", () => {
  const other = new Refusal("SIGNATURE_INVALID", "a: expected b, found c", { keys: [] });
  expect(adviseInstance(other, bundleWith(), ofGitHub)).toBe(other);
  const bug = new TypeError("a bug");
  expect(adviseInstance(bug, bundleWith(), ofGitHub)).toBe(bug);
});
