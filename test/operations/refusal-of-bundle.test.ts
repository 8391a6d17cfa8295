import { describe, expect, test } from "vitest";
import { Checkout, type ReportedFinding } from "../fakes/checkout.ts";
import { der } from "../fakes/der.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  type SignOptions,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const INSTANCE = createInstance();
const BY = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER} --trusted-root root.json`;
const DATA = "the bytes";
const signed = (options: SignOptions = {}, by = INSTANCE): Loose =>
  signBundle(by, { message: Buffer.from(DATA), ...options });

/** A checkout with a file and these bundles beside it, under their names. */
function checkoutWith(bundles: Readonly<Record<string, Loose>>): Checkout {
  const checkout = new Checkout();
  checkout.write("root.json", written(trustedRoot(INSTANCE))).write("dist/app.bin", DATA);
  for (const [name, bundle] of Object.entries(bundles))
    checkout.write(`dist/app.bin${name}.sigstore.json`, written(bundle));
  return checkout;
}

async function refusals(
  checkout: Checkout,
  line = `dist/app.bin ${BY}`,
  now = NOW,
): Promise<readonly ReportedFinding[]> {
  const { stdout } = await checkout.run(`verify ${line} --json`, { now });
  const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
  return findings.filter(({ verdict }) => verdict === "refused");
}

test("of several bundles beside a file each refusal names its own", async () => {
  const checkout = checkoutWith({
    "": signed(),
    ".aaaaaaaaaaaa": signed({ message: Buffer.from("other bytes") }),
    ".bbbbbbbbbbbb": {},
    ".cccccccccccc": signed({}, createInstance()),
  });
  expect(await refusals(checkout)).toMatchObject(
    [
      ["aaaaaaaaaaaa", "BUNDLE_DIGEST_MISMATCH", "do not use the file"],
      ["bbbbbbbbbbbb", "BUNDLE_MALFORMED", "get the bundle again"],
      ["cccccccccccc", "TLOG_LOG_UNKNOWN", "--trusted-root FILE"],
    ].map(([name, rule, help]) => ({
      rule,
      subject: "dist/app.bin",
      message: expect.stringContaining(`dist/app.bin.${name}.sigstore.json: `),
      help: expect.stringContaining(help ?? ""),
    })),
  );
});

test("of several bundles in one file each refusal says which it is", async () => {
  const set = {
    attestations: [
      { bundle: signed({ message: Buffer.from("b") }) },
      { bundle: signed({}, createInstance()) },
    ],
  };
  const found = await refusals(checkoutWith({ "": set }));
  expect(found.map(({ message }) => message.slice(0, 44))).toEqual([
    "dist/app.bin.sigstore.json (1 of 2): expecte",
    "dist/app.bin.sigstore.json (2 of 2): log ent",
  ]);
});

describe("says what to do next about", () => {
  const long = `https://github.com/acme/app/.github/workflows/${"a".repeat(90)}/`;
  const named = (name: string): SignOptions => ({
    leaf: { names: der.sequence(der.text(0x86, name)) },
  });

  test.each<[string, Loose, string, string, readonly string[]]>([
    [
      "another signer: both are shown to the end",
      signed(named(`${long}evil.yml@refs/heads/main`)),
      BY.replace(IDENTITY, `${long}good.yml@refs/heads/main`),
      "IDENTITY_MISMATCH",
      [
        "good.yml@refs/heads/main",
        "evil.yml@refs/heads/main",
        "unless its publisher names this very signer",
      ],
    ],
    [
      "another issuer",
      signed(),
      BY.replace(ISSUER, "https://accounts.test"),
      "IDENTITY_ISSUER_MISMATCH",
      ["https://accounts.test", ISSUER, `--certificate-oidc-issuer ${ISSUER}`],
    ],
    [
      "another run of the workflow",
      signed(),
      `--repository acme/app --workflow .github/workflows/release.yml --ref refs/tags/v1.2.3 --trigger schedule --trusted-root root.json`,
      "IDENTITY_CLAIM_MISMATCH",
      ['buildTrigger "schedule"', '"push"', "--trigger push"],
    ],
    [
      "a bundle of the staging instance",
      staging(),
      BY,
      "TLOG_LOG_UNKNOWN",
      ["the bundle is from Sigstore's staging instance", "--trusted-root FILE"],
    ],
    [
      "a pattern that matches anybody",
      signed(),
      BY.replace(`identity ${IDENTITY}`, "identity-pattern **"),
      "IDENTITY_PATTERN_MALFORMED",
      ["not only * and **", "write what may differ"],
    ],
  ])("%s", async (_what, bundle, options, rule, said) => {
    const [found, ...more] = await refusals(
      checkoutWith({ "": bundle }),
      `dist/app.bin ${options}`,
    );
    expect(more).toEqual([]);
    expect(found?.rule).toBe(rule);
    for (const one of said) expect(`${found?.message}\n${found?.help}`).toContain(one);
  });

  test("a clock that is behind the evidence", async () => {
    const early = new Date("2026-01-15T11:00:00Z");
    const [found] = await refusals(checkoutWith({ "": signed() }), undefined, early);
    expect(found).toMatchObject({
      rule: "CLOCK_BEHIND",
      message:
        "dist/app.bin.sigstore.json: https://log.fake: the clock is behind: expected a time up to now, 2026-01-15T11:00:00Z, found 2026-01-15T12:00:00Z",
      help: "set this machine's clock, which is behind the evidence",
    });
  });

  test("a file without a bundle, under a name that a shell would part", async () => {
    const checkout = checkoutWith({}).write("dist/my app.bin", DATA);
    const { stdout } = await checkout.run(`verify dist/app.bin dist/none ${BY} --json`, {
      now: NOW,
    });
    expect((JSON.parse(stdout) as { findings: unknown }).findings).toMatchObject([
      {
        rule: "SIGNATURE_NONE",
        subject: "dist/app.bin",
        message: "expected a bundle app.bin.sigstore.json beside it, found none",
        help: "take its bundle from where the file came from, or name it: --bundle FILE; its signer makes one with: lockseal sign --message dist/app.bin",
      },
      { rule: "FILE_MISSING", subject: "dist/none" },
    ]);
    const [found] = await refusals(checkout, `dist ${BY}`).then((all) => all.slice(1));
    expect(found?.help).toMatch(/lockseal sign --message 'dist\/my app\.bin'$/);
  });

  test("a digest without a bundle", async () => {
    const [found] = await refusals(checkoutWith({}), `sha256:${"0".repeat(64)} ${BY}`);
    expect(found?.help).toBe("name the bundle that came with the file: --bundle FILE");
  });

  test("a bundle that is not there", async () => {
    const [found] = await refusals(checkoutWith({}), `dist/app.bin --bundle none.json ${BY}`);
    expect(found).toMatchObject({
      rule: "FILE_MISSING",
      message: expect.stringMatching(/\/none\.json: expected a file, found nothing$/),
    });
  });
});

function staging(): Loose {
  const bundle = signed();
  bundle.verificationMaterial.tlogEntries[0].logId.keyId =
    "0y8wo8MtY5wrdiIFohx7sHeI5oKDpK5vQhGHI6G+pJY=";
  return bundle;
}
