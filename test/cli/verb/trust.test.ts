import { describe, expect, test } from "vitest";
import { Checkout, Folder, type ReportedFinding, signedCheckout } from "../../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  type Instance,
  ISSUER,
  NOW,
  signBundle,
  trustedRoot,
  written,
} from "../../fakes/instance.ts";
import { FakeTuf } from "../../fakes/tuf.ts";

const [ONE, OTHER] = [createInstance(), createInstance()];
const BY = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER}`;

/** A user with a home of their own, and files that some instance signed. */
class Home extends Folder {
  readonly env: Readonly<Record<string, string>> = { HOME: this.at("home") };

  sign(name: string, instance: Instance): this {
    const bundle = written(signBundle(instance, { message: Buffer.from(name) }));
    return this.write(name, name).write(`${name}.sigstore.json`, bundle);
  }

  root(name: string, instance: Instance): this {
    return this.write(name, written(trustedRoot(instance)));
  }

  does(line: string, now: Date = NOW): ReturnType<Folder["run"]> {
    return this.run(line, { env: this.env, now });
  }

  async findings(line: string, now: Date = NOW): Promise<readonly ReportedFinding[]> {
    const { stdout } = await this.does(`${line} --json`, now);
    return (JSON.parse(stdout) as { findings: ReportedFinding[] }).findings;
  }
}

describe("show", () => {
  test("shows the embedded root, how old it is, and every service with its key", async () => {
    const { exitCode, stdout, stderr } = await new Folder().run("trust show", {
      now: new Date("2026-11-24T00:00:00Z"),
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(
      /^the embedded root of Sigstore's public instance, of 2026-\d\d-\d\d, \d+ days? old\n {2}sha256:[0-9a-f]{64}, part of this program\n/,
    );
    for (const kind of [
      "signature log",
      "certificate log",
      "certificate authority",
      "timestamp authority",
    ])
      expect(stdout).toContain(kind);
    expect(stdout).toContain(
      "https://rekor.sigstore.dev\n    ecdsa-p256 c0d23d6ad406973f9559f3ba2d1ca01f84147d8ffc5b8445c224f98b9591801d, since 2021-01-12T11:53:27Z",
    );
  });

  test("warns of a root that is old", async () => {
    const { exitCode, stderr } = await new Folder().run("trust show", {
      now: new Date("2028-01-01T00:00:00Z"),
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^lockseal: warning: the embedded root .*: expected a trust root younger than 180 days, found one \d{3} days old\nlockseal: hint: fetch a newer one: lockseal trust update/,
    );
  });

  test("shows a root of one's own, whose age nobody knows, alone", async () => {
    const home = new Home().root("root.json", ONE).root("other.json", OTHER);
    await home.does("trust add other.json");
    const { exitCode, stdout } = await home.does("trust show --trusted-root root.json --json");
    expect(exitCode).toBe(0);
    const shown = JSON.parse(stdout);
    expect(shown).toMatchObject({
      command: "trust show",
      name: "root.json",
      date: null,
      kind: "file",
      services: expect.arrayContaining([expect.objectContaining({ kind: "signature log" })]),
    });
    expect(shown.roots).toHaveLength(1);
  });
});

describe("add", () => {
  test("says what was added, and what it judges from then on", async () => {
    const home = new Home().root("root.json", ONE);
    const { exitCode, stdout } = await home.does("trust add root.json");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^the added root ca\.fake, of 2026-02-01, 0 days old\n {2}sha256:[0-9a-f]{64}, .*\/home\/\.local\/share\/lockseal\/trust\/added\/ca\.fake\.json\n/,
    );
    expect(stdout).toContain("signature log          https://log.fake\n    ecdsa-p256 ");
    expect(stdout).toContain(
      "from now on it judges bundles whose certificate https://ca.fake issued\nto undo: lockseal trust remove ca.fake\n",
    );
    const { stdout: shown } = await home.does("trust show --json");
    expect(JSON.parse(shown).roots.map(({ kind, name }: ReportedRoot) => [kind, name])).toEqual([
      ["embedded", "sigstore"],
      ["added", "ca.fake"],
    ]);
  });

  test("lets verify judge by it, and name it; remove undoes it", async () => {
    const home = new Home().root("root.json", ONE).sign("app.bin", ONE);
    const line = `verify app.bin ${BY}`;
    const before = await home.findings(line);
    expect(before).toMatchObject([{ rule: "TLOG_LOG_UNKNOWN", verdict: "refused" }]);
    expect((await home.does("trust add root.json --name acme")).exitCode).toBe(0);
    const { exitCode, stdout } = await home.does(`${line} --json`);
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.findings[1].message).toBe(
      "judged by the added root acme, of 2026-02-01, 0 days old",
    );
    expect(report.evidence[0].trustRoot).toEqual({
      kind: "added",
      name: "acme",
      date: "2026-02-01",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const removed = await home.does("trust remove acme");
    expect(removed.stdout).toMatch(/^removed acme: .*acme\.json\n$/);
    expect(await home.findings(line)).toEqual(before);
  });

  test("keeps several apart: each bundle is judged by the root that it is of", async () => {
    const home = new Home().root("one.json", ONE).root("other.json", OTHER);
    home.sign("a", ONE).sign("b", OTHER);
    await home.does("trust add one.json --name one");
    await home.does("trust add other.json --name other");
    const { exitCode, stdout } = await home.does(`verify a b ${BY}`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("judged by the added root one, ");
    expect(stdout).toContain("judged by the added root other, ");
  });

  test("makes a refusal name the roots that were looked at", async () => {
    const home = new Home().root("one.json", ONE).root("other.json", OTHER);
    home.sign("c", createInstance());
    await home.does("trust add one.json --name one");
    await home.does("trust add other.json --name other");
    const [finding] = await home.findings(`verify c ${BY}`);
    expect(finding).toMatchObject({
      rule: "TLOG_LOG_UNKNOWN",
      message: expect.stringMatching(
        /; none of the trust roots issued its certificate: looked at the embedded root of Sigstore's public instance, the added root one, the added root other$/,
      ),
    });
  });

  test("does not count where a root is named, which judges alone", async () => {
    const home = new Home().root("one.json", ONE).root("other.json", OTHER).sign("a", ONE);
    await home.does("trust add one.json");
    const line = `verify a ${BY} --trusted-root other.json`;
    expect((await home.findings(line))[0]?.rule).toBe("TLOG_LOG_UNKNOWN");
    expect((await home.does(line)).stdout).not.toContain("looked at");
  });

  test("warns of a home that lies in the checkout that is judged", async () => {
    const checkout = new Checkout();
    checkout.write("root.json", written(trustedRoot(ONE))).write("app.bin", "app.bin");
    checkout.write(
      "app.bin.sigstore.json",
      written(signBundle(ONE, { message: Buffer.from("app.bin") })),
    );
    const around = { env: { XDG_DATA_HOME: checkout.at(".data") }, now: NOW };
    await checkout.run("trust add root.json", around);
    const { exitCode, stdout } = await checkout.run(`verify app.bin ${BY}`, around);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("TRUST_ROOT_IN_TREE");
    const outside = new Home().root("root.json", ONE);
    await outside.does("trust add root.json");
    const clean = await checkout.run(`verify app.bin ${BY}`, { env: outside.env, now: NOW });
    expect(clean.stdout).not.toContain("TRUST_ROOT_IN_TREE");
  });

  test.each<[why: string, line: string, exit: number, message: RegExp]>([
    [
      "a file that is not there",
      "trust add nothing.json",
      2,
      /nothing\.json: expected a file, found nothing/,
    ],
    ["a folder", "trust add .", 2, /expected a readable file, found a folder/],
    ["garbage", "trust add garbage", 4, /garbage: expected .* found/],
    ["a signing configuration", "trust add config.json", 4, /mediaType/],
    [
      "a root without authorities",
      "trust add empty.json --name empty",
      4,
      /expected a certificate authority, found none/,
    ],
    ["a root with a key that is none", "trust add broken.json", 4, /tlogs\[0\]/],
    [
      "the same root again",
      "trust add root.json --name again",
      2,
      /again: expected a root that is not trusted yet, found the added root ca\.fake again/,
    ],
    [
      "another root of that name",
      "trust add other.json --name ca.fake",
      2,
      /ca\.fake: expected a name that no other trust root has/,
    ],
    [
      "the public instance's name",
      "trust add other.json --name sigstore",
      2,
      /sigstore: expected a name/,
    ],
    [
      "a name that is a path",
      "trust add other.json --name ../x",
      2,
      /expected up to 64 of a-z.*found "\.\.\/x"/,
    ],
  ])("refuses %s", async (_why, line, exit, message) => {
    const home = new Home().root("root.json", ONE).root("other.json", OTHER);
    home.write("garbage", "\u0000garbage").write("config.json", "{}");
    home.write("empty.json", written({ ...trustedRoot(OTHER), certificateAuthorities: [] }));
    const broken = trustedRoot(OTHER);
    broken.tlogs[0].publicKey.rawBytes = "AAAA";
    home.write("broken.json", written(broken));
    await home.does("trust add root.json");
    const before = home.list();
    const { exitCode, stdout, stderr } = await home.does(line);
    expect({ exitCode, stdout }).toEqual({ exitCode: exit, stdout: "" });
    expect(stderr).toMatch(message);
    expect(home.list()).toEqual(before);
  });

  test("refuses to verify by a root that was changed on disk, and says how to go on", async () => {
    const home = new Home().root("root.json", ONE).sign("a", ONE);
    await home.does("trust add root.json --name acme");
    const path = "home/.local/share/lockseal/trust/added/acme.json";
    const sound = home.read(path);
    for (const changed of [
      sound.slice(0, 100),
      "",
      sound.replace("added-root-v1", "added-root-v2"),
      sound.replace("2026", "2O26"),
      sound.replace('{"format"', '{"more":1,"format"'),
    ]) {
      home.write(path, changed);
      const { exitCode, stderr } = await home.does(`verify a ${BY}`);
      expect([exitCode, stderr]).toEqual([4, expect.stringContaining("acme.json: expected ")]);
      expect(stderr).toContain(
        "hint: remove the file, and add the root again: lockseal trust add FILE",
      );
    }
    expect((await home.does("trust remove acme")).exitCode).toBe(0);
    expect((await home.does("trust show")).exitCode).toBe(0);
  });
});

interface ReportedRoot {
  readonly kind: string;
  readonly name: string;
}

describe("remove", () => {
  test("refuses a name that nothing has, and names what there is", async () => {
    const home = new Home().root("root.json", ONE);
    const none = await home.does("trust remove acme");
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain(
      "acme: expected a trust root that was added or fetched, found none at all",
    );
    await home.does("trust add root.json");
    expect((await home.does("trust remove acme")).stderr).toContain("found only ca.fake");
    expect((await home.does("trust remove sigstore")).exitCode).toBe(2);
  });
});

describe("update", () => {
  test("fetches from a repository of one's own, and verify judges by it", async () => {
    const tuf = new FakeTuf({ "trusted_root.json": written(trustedRoot(ONE)) });
    for (const role of ["root", "timestamp", "snapshot", "targets"] as const)
      tuf.expires[role] = "2026-03-01T00:00:00Z";
    tuf.publishRoot();
    tuf.publish();
    await using server = await tuf.serve();
    const home = new Home().write("1.json", tuf.files.get("1.root.json") ?? "").sign("a", ONE);
    const fetched = await home.does(
      `trust update --mirror ${server.url} --root 1.json --name acme`,
    );
    expect(fetched).toMatchObject({ exitCode: 0, stderr: "" });
    expect(fetched.stdout).toMatch(
      /^acme: ok: .*a new trust root sha256:[0-9a-f]{64}, by root 1, in force until 2026-03-01T00:00:00Z/s,
    );
    const { exitCode, stdout } = await home.does(
      `verify a ${BY}`,
      new Date("2026-05-01T00:00:00Z"),
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("judged by the updated root acme, of 2026-02-01, 89 days old");
    const shown = await home.does("trust show");
    expect(shown.stdout).toMatch(
      /the updated root acme, of 2026-02-01, 0 days old\n {2}sha256:[0-9a-f]{64}, .*\/trust\/updated\/acme\.json/,
    );
    // A first root of one's own would be lost with a damaged file: it is not begun anew in silence.
    home.write("home/.local/share/lockseal/trust/updated/acme.json", "{}");
    const damaged = await home.does("trust update --name acme");
    expect([damaged.exitCode, damaged.stderr]).toEqual([
      4,
      expect.stringContaining("acme.json: expected"),
    ]);
    await home.does("trust remove acme");
    const again = await home.does(
      `trust update --mirror ${server.url} --root 1.json --name acme --json`,
    );
    expect(JSON.parse(again.stdout)).toMatchObject({ exitCode: 0, updated: [{ name: "acme" }] });
  });

  test("refuses what a server cannot show, in words and as JSON", async () => {
    const tuf = new FakeTuf({});
    await using server = await tuf.serve();
    const home = new Home().write("1.json", tuf.files.get("1.root.json") ?? "");
    const { exitCode, stdout } = await home.does(
      `trust update --mirror ${server.url} --root 1.json --name acme --json`,
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ rule: "TUF_TARGET_MISSING", verdict: "refused", subject: "acme" }],
      updated: [],
    });
  });
});

describe("the age of a root", () => {
  const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
  const home = async (): Promise<Home> => {
    const made = new Home().root("root.json", ONE).sign("a", ONE);
    await made.does("trust add root.json --name acme");
    return made;
  };

  test.each<[days: number, option: string, exit: number, verdict: string | undefined]>([
    [1000, "", 0, "warned"],
    [10, "", 0, undefined],
    [44, " --max-root-age 90d", 0, undefined],
    [45, " --max-root-age 90d", 0, "warned"],
    [91, " --max-root-age 90d", 4, "refused"],
    [1000, " --max-root-age 13w", 4, "refused"],
  ])("%i days,%s: exit %i", async (days, option, exit, verdict) => {
    const { exitCode, stdout } = await (await home()).does(
      `verify a ${BY}${option} --json`,
      later(days),
    );
    const report = JSON.parse(stdout);
    const age = report.findings.find(({ rule }: ReportedFinding) => rule === "TRUST_ROOT_STALE");
    expect([exitCode, age?.verdict]).toEqual([exit, verdict]);
    expect(report.evidence).toHaveLength(exit === 0 ? 1 : 0);
  });

  test("that nobody knows is beyond every limit", async () => {
    const { exitCode, stdout } = await (await home()).does(
      `verify a ${BY} --trusted-root root.json --max-root-age 900d`,
    );
    expect(exitCode).toBe(4);
    expect(stdout).toContain(
      "expected a trust root at most 900 days old, found one of unknown age",
    );
  });

  test("is nothing to a key", async () => {
    const checkout = await signedCheckout();
    const old = { now: new Date("2099-01-01T00:00:00Z") };
    const { exitCode, stdout } = await checkout.verify("requirements.txt", "alice", old);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("TRUST_ROOT");
    const asked = await checkout.verify("requirements.txt --max-root-age 1d", "alice", old);
    expect(asked.exitCode).toBe(2);
  });

  test("is refused as an option when it is no age", async () => {
    const { exitCode, stderr } = await (await home()).does(`verify a ${BY} --max-root-age 180`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("expected --max-root-age such as 180d, 12h or 26w, found 180");
  });
});

test.each([
  ["another word", "trust shaw", /trust: expected show, update, add, remove, found shaw/],
  ["no word", "trust", /trust: expected show, update, add, remove, found nothing/],
  ["add without a file", "trust add", /trust add: expected FILE, found none/],
  ["remove without a name", "trust remove", /trust remove: expected NAME, found none/],
  ["show with a file", "trust show x.json", /trust show: expected no file, found 1: x\.json/],
  [
    "add with a mirror",
    "trust add x --mirror https://m.example",
    /trust add: expected an option of trust add, found --mirror/,
  ],
  ["a root without a mirror", "trust update --root x.json", /expected --mirror URL with --root/],
  [
    "a mirror without protection",
    "trust update --mirror http://m.example",
    /mirror: expected an https URL/,
  ],
  ["update without a home", "trust update", /expected an absolute path in XDG_DATA_HOME or HOME/],
])("refuses %s", async (_what, line, message) => {
  const { exitCode, stdout, stderr } = await new Folder().run(line, {
    env: line === "trust update" ? {} : { HOME: "/nowhere" },
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(/^lockseal: error: .*expected .*found /);
  expect(stderr).toMatch(message);
});

test("refuses a root that is not there", async () => {
  const { exitCode } = await new Folder().run("trust show --trusted-root nothing.json");
  expect(exitCode).toBe(4);
});
