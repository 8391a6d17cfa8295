import { expect, test } from "vitest";
import { type Bundle, parseBundle } from "../../src/sigstore/bundle.ts";
import { chooseRoot } from "../../src/sigstore/choose-root.ts";
import { parseTrustRoot, type TrustRoot } from "../../src/trust/trust-root.ts";
import {
  createInstance,
  type Instance,
  type Loose,
  type SignOptions,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const [ONE, OTHER, THIRD] = [createInstance(), createInstance(), createInstance()];

function rootOf(instance: Instance, change: (root: Loose) => void = () => {}): TrustRoot {
  const root = trustedRoot(instance);
  change(root);
  return parseTrustRoot(written(root), "root");
}

function bundleOf(instance: Instance, options: SignOptions = {}): Bundle {
  return parseBundle(
    written(signBundle(instance, { message: Buffer.of(1), ...options })),
    "bundle",
  );
}

const roots = [rootOf(ONE), rootOf(OTHER)];

test.each<[why: string, bundle: Bundle, expected: number | undefined]>([
  ["the root that issued its certificate", bundleOf(OTHER), 1],
  ["the same without a log", bundleOf(OTHER, { log: "none", timestamp: true }), 1],
  ["the first of two", bundleOf(ONE), 0],
  ["none, where none issued it, although all have equal names", bundleOf(THIRD), undefined],
  ["none for a key", bundleOf(ONE, { managed: true }), undefined],
])("chooses %s", (_why, bundle, expected) => {
  expect(chooseRoot(bundle, roots)).toBe(expected);
});

test("of two that issued it chooses the one that knows the log", () => {
  const without = rootOf(ONE, (root) => {
    root.tlogs = trustedRoot(OTHER).tlogs;
  });
  expect(chooseRoot(bundleOf(ONE), [without, rootOf(ONE)])).toBe(1);
});

test("of two that issued it and know the log chooses the one that knows the timestamp authority", () => {
  const without = rootOf(ONE, (root) => {
    root.timestampAuthorities = [];
  });
  expect(chooseRoot(bundleOf(ONE, { log: "v2" }), [without, rootOf(ONE)])).toBe(1);
});

test("of two that are equal chooses the first", () => {
  expect(chooseRoot(bundleOf(ONE), [rootOf(ONE), rootOf(ONE)])).toBe(0);
});

test.each<[string, (root: Loose) => void]>([
  ["logs of signatures", (root) => delete root.tlogs],
  ["logs of certificates", (root) => delete root.ctlogs],
])(
  "of two that issued it never chooses the one without %s for what the bundle lacks",
  (_, change) => {
    // The stamp is known to both, so that nothing else speaks for the stricter one.
    const [lax, strict] = [rootOf(ONE, change), rootOf(ONE)];
    for (const options of [
      { log: "none", timestamp: true },
      { log: "none", timestamp: true, leaf: { withPromise: false } },
    ] as const) {
      const bundle = bundleOf(ONE, options);
      expect([chooseRoot(bundle, [lax, strict]), chooseRoot(bundle, [strict, lax])]).toEqual([
        1, 0,
      ]);
    }
  },
);

test("of one that knows the timestamp authority and one that demands a log chooses the latter", () => {
  const lax = rootOf(ONE, (root) => delete root.tlogs);
  const strict = rootOf(ONE, (root) => {
    root.timestampAuthorities = [];
  });
  const bundle = bundleOf(ONE, { log: "none", timestamp: true });
  expect(chooseRoot(bundle, [lax, strict])).toBe(1);
});

test("goes by the signature and not by a log that a bundle names", () => {
  const bundle = signBundle(OTHER, { message: Buffer.of(1) });
  bundle.verificationMaterial.tlogEntries[0].logId.keyId = trustedRoot(ONE).tlogs[0].logId.keyId;
  expect(chooseRoot(parseBundle(written(bundle), "bundle"), roots)).toBe(1);
});
