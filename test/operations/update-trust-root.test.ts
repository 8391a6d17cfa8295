import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/finding.ts";
import { createHttpClient, type HttpOptions } from "../../src/io/http.ts";
import { loadNpmKeys } from "../../src/operations/npm-keys-source.ts";
import type { TrustSource } from "../../src/operations/trust-root-file.ts";
import { loadTrustRoots } from "../../src/operations/trust-source.ts";
import type {
  UpdateTrustRootOptions,
  UpdateTrustRootReport,
} from "../../src/operations/update-of-roots.ts";
import { updateTrustRoot } from "../../src/operations/update-trust-root.ts";
import {
  PRODUCTION_NPM_KEYS_DATE,
  PRODUCTION_NPM_KEYS_JSON,
} from "../../src/trust/production-npm-keys.ts";
import { Folder } from "../fakes/checkout.ts";
import { createInstance, type Loose, trustedRoot, written } from "../fakes/instance.ts";
import { type Loopback, startLoopback } from "../fakes/loopback.ts";
import { fakeSigningConfig } from "../fakes/services.ts";
import { FakeTuf, fakeTufKey, signMetadata } from "../fakes/tuf.ts";

const NO_SOURCE: Pick<TrustSource, "name" | "date" | "npmKeys"> = { name: "none", date: null };
const NOW = new Date("2026-11-24T03:00:00Z");
const QUICK: HttpOptions = { env: {}, attempts: 2, backoffMs: 1, timeoutMs: 10_000 };
const ROOT = written(trustedRoot(createInstance()));
const OTHER_ROOT = written(trustedRoot(createInstance()));

/** A repository, a server of it, and a home for what is fetched from there. */
class Setting implements AsyncDisposable {
  readonly tuf: FakeTuf;
  readonly home: Folder = new Folder();
  server!: Loopback;

  private constructor(tuf: FakeTuf) {
    this.tuf = tuf;
    this.home.write("root.json", tuf.files.get("1.root.json") ?? "");
  }

  static async open(tuf = new FakeTuf({ "trusted_root.json": ROOT })): Promise<Setting> {
    const setting = new Setting(tuf);
    setting.server = await tuf.serve();
    return setting;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }

  /** Where nobody listens. */
  readonly dead: string = "http://127.0.0.1:1/";

  get env(): Readonly<Record<string, string>> {
    return { XDG_DATA_HOME: this.home.at("data") };
  }

  update(options: Partial<UpdateTrustRootOptions> = {}): Promise<UpdateTrustRootReport> {
    return updateTrustRoot({
      mirror: this.server.url,
      root: "root.json",
      name: "acme",
      cwd: this.home.path,
      env: this.env,
      now: NOW,
      transport: createHttpClient(QUICK),
      ...options,
    });
  }

  /** Updates from a server that says something else, and gives what was refused. */
  async updateFrom(
    respond: Parameters<typeof startLoopback>[0],
    http: Partial<HttpOptions> = {},
  ): Promise<Finding | undefined> {
    await using server = await startLoopback(respond);
    const transport = createHttpClient({ ...QUICK, ...http });
    return refused(await this.update({ mirror: server.url, transport }));
  }

  get kept(): string {
    return this.home.at("data/lockseal/trust/updated/acme.json");
  }

  /** The digest of the trust root that would judge. */
  async inUse(): Promise<string | undefined> {
    const [, root] = await loadTrustRoots(undefined, this.home.path, this.env);
    return root?.sha256;
  }
}

function refused({ findings }: UpdateTrustRootReport): Finding | undefined {
  return findings.find(({ verdict }) => verdict === "refused");
}

test("fetches a trust root, and what judges then is that one", async () => {
  await using setting = await Setting.open();
  const { findings, exitCode, updated } = await setting.update();
  expect(exitCode).toBe(0);
  expect(findings).toMatchObject(
    [
      { rule: "TRUST_UPDATED", verdict: "passed", subject: "acme", message: /a new trust root/ },
    ].map(({ message, ...rest }) => ({ ...rest, message: expect.stringMatching(message) })),
  );
  expect(updated).toMatchObject([
    {
      name: "acme",
      mirror: setting.server.url,
      path: setting.kept,
      versions: { root: 1, timestamp: 1, snapshot: 1, targets: 1 },
    },
  ]);
  const [embedded, root] = await loadTrustRoots(undefined, setting.home.path, setting.env);
  expect(embedded.kind).toBe("embedded");
  expect(root).toMatchObject({ kind: "updated", name: "acme", date: "2026-11-24" });
  expect(root?.sha256).toBe(updated[0]?.sha256);
  expect(setting.server.asked).toEqual([
    "GET /2.root.json",
    "GET /timestamp.json",
    "GET /1.snapshot.json",
    "GET /1.targets.json",
    expect.stringMatching(/^GET \/targets\/[0-9a-f]{64}\.trusted_root\.json$/),
  ]);
});

test("follows rotations of every role, and needs no first root the second time", async () => {
  await using setting = await Setting.open();
  await setting.update();
  for (const role of ["root", "timestamp", "snapshot", "targets", "root"] as const)
    setting.tuf.rotate(role);
  setting.tuf.targets.set("trusted_root.json", OTHER_ROOT);
  setting.tuf.republish();
  const { exitCode, updated } = await setting.update({ root: undefined });
  expect(exitCode).toBe(0);
  expect(updated[0]?.versions).toEqual({ root: 6, timestamp: 2, snapshot: 2, targets: 2 });
  expect(await setting.inUse()).toBe(updated[0]?.sha256);
  // And once more, with nothing new.
  const again = await setting.update({ root: undefined, name: undefined });
  expect(again.findings[0]?.message).toContain("the trust root is still sha256:");
});

test("takes a repository that does not name its files by version", async () => {
  const tuf = new FakeTuf({ "trusted_root.json": ROOT });
  tuf.consistent = false;
  tuf.publishRoot();
  tuf.publish();
  await using setting = await Setting.open(tuf);
  expect((await setting.update()).exitCode).toBe(0);
  expect(setting.server.asked).toContain("GET /targets/trusted_root.json");
});

test("lets versions begin anew once the keys of timestamp and snapshot are others", async () => {
  await using setting = await Setting.open();
  setting.tuf.versions.timestamp = 1_000_000;
  setting.tuf.versions.snapshot = 1_000_000;
  setting.tuf.publish();
  expect((await setting.update()).exitCode).toBe(0);
  setting.tuf.rotate("timestamp");
  setting.tuf.rotate("snapshot");
  setting.tuf.versions.timestamp = 2;
  setting.tuf.versions.snapshot = 2;
  setting.tuf.publish();
  expect((await setting.update()).updated[0]?.versions).toMatchObject({ timestamp: 2 });
});

test("keeps a signing configuration that it can read, and warns of one that it cannot", async () => {
  const config = written(fakeSigningConfig("v1"));
  const tuf = new FakeTuf({ "trusted_root.json": ROOT, "signing_config.v0.2.json": config });
  await using setting = await Setting.open(tuf);
  expect((await setting.update()).exitCode).toBe(0);
  const [, root] = await loadTrustRoots(undefined, setting.home.path, setting.env);
  expect(root?.signingConfig).toEqual(config);
  tuf.targets.set("signing_config.v0.2.json", Buffer.from("{}"));
  tuf.republish();
  const { exitCode, findings } = await setting.update();
  expect(exitCode).toBe(0);
  expect(findings[0]).toMatchObject({ rule: "SIGNING_CONFIG_MALFORMED", verdict: "warned" });
  const [, after] = await loadTrustRoots(undefined, setting.home.path, setting.env);
  expect(after?.signingConfig).toBeUndefined();
});

test("keeps npm's keys by how their target ends, and warns of what it cannot use", async () => {
  const keys = Buffer.from(PRODUCTION_NPM_KEYS_JSON);
  const tuf = new FakeTuf({ "trusted_root.json": ROOT, "registry.example/keys.json": keys });
  await using setting = await Setting.open(tuf);
  const load = async () =>
    (await loadTrustRoots(undefined, setting.home.path, setting.env))[1] ?? NO_SOURCE;
  expect((await setting.update()).exitCode).toBe(0);
  expect((await load()).npmKeys).toEqual(keys);
  expect(loadNpmKeys(undefined, setting.home.path, await load())).toMatchObject({
    kind: "updated",
    date: "2026-11-24",
  });
  tuf.targets.set("registry.example/keys.json", Buffer.from("{}"));
  tuf.republish();
  const unreadable = await setting.update();
  expect(unreadable.exitCode).toBe(0);
  expect(unreadable.findings[0]).toMatchObject({ rule: "NPM_KEYS_MALFORMED", verdict: "warned" });
  expect((await load()).npmKeys).toBeUndefined();
  tuf.targets.set("registry.example/keys.json", keys);
  tuf.targets.set("other.example/keys.json", keys);
  tuf.republish();
  const several = await setting.update();
  expect(several.exitCode).toBe(0);
  expect(several.findings[0]).toMatchObject({ rule: "NPM_KEYS_AMBIGUOUS", verdict: "warned" });
  // Without keys of its own those that are embedded go with it.
  expect(loadNpmKeys(undefined, setting.home.path, await load())).toMatchObject({
    kind: "embedded",
    date: PRODUCTION_NPM_KEYS_DATE,
  });
  setting.home.write("npm.json", keys);
  expect(loadNpmKeys("npm.json", setting.home.path, NO_SOURCE)).toMatchObject({
    kind: "file",
    date: null,
  });
});

/** What a repository, or somebody in its place, may serve; each is refused, and what was there stays. */
const HOSTILE: readonly [
  why: string,
  code: string,
  exit: number,
  found: RegExp,
  change: (tuf: FakeTuf) => void,
][] = [
  [
    "an older root in the place of the next",
    "TUF_ROLLBACK",
    1,
    /found 1$/,
    (tuf) => {
      tuf.files.set("2.root.json", tuf.files.get("1.root.json") ?? Buffer.of());
    },
  ],
  [
    "a root two versions on",
    "TUF_VERSION_MISMATCH",
    1,
    /expected version 2, found 3$/,
    (tuf) => {
      tuf.versions.root = 3;
      tuf.files.set("2.root.json", tuf.publishRoot());
    },
  ],
  [
    "a root by keys of its own alone",
    "TUF_SIGNATURES_TOO_FEW",
    1,
    /found 0$/,
    (tuf) => {
      tuf.keys.root = [fakeTufKey(), fakeTufKey()];
      tuf.versions.root = 2;
      tuf.publishRoot();
    },
  ],
  [
    "a root by one key of two",
    "TUF_SIGNATURES_TOO_FEW",
    1,
    /found 1$/,
    (tuf) => {
      tuf.keys.root = tuf.keys.root.slice(0, 1).concat(fakeTufKey());
      tuf.versions.root = 2;
      tuf.publishRoot();
    },
  ],
  [
    "a root that has ended",
    "TUF_EXPIRED",
    1,
    /found an end at 2026-11-24T03:00:00Z$/,
    (tuf) => {
      tuf.expires.root = "2026-11-24T03:00:00Z";
      tuf.versions.root = 2;
      tuf.publishRoot();
    },
  ],
  [
    "an older timestamp",
    "TUF_ROLLBACK",
    1,
    /timestamp\.json: expected version 5 or newer, found 4$/,
    (tuf) => {
      tuf.versions.timestamp = 4;
      tuf.publish();
    },
  ],
  [
    "a timestamp that lists an older snapshot",
    "TUF_ROLLBACK",
    1,
    /snapshot\.json: expected version 5 or newer, found 4$/,
    (tuf) => {
      tuf.versions.timestamp = 6;
      tuf.versions.snapshot = 4;
      tuf.publish();
    },
  ],
  [
    "a snapshot that lists older targets",
    "TUF_ROLLBACK",
    1,
    /targets\.json: expected version 5 or newer, found 4$/,
    (tuf) => {
      tuf.versions.timestamp = 6;
      tuf.versions.snapshot = 6;
      tuf.versions.targets = 4;
      tuf.publish();
    },
  ],
  [
    "a timestamp that has ended (freeze)",
    "TUF_EXPIRED",
    1,
    /found an end at 2026-11-24T02:59:59Z$/,
    (tuf) => {
      tuf.expires.timestamp = "2026-11-24T02:59:59Z";
      tuf.republish();
    },
  ],
  [
    "a snapshot that has ended",
    "TUF_EXPIRED",
    1,
    /snapshot/,
    (tuf) => {
      tuf.expires.snapshot = "2026-11-24T02:59:59Z";
      tuf.republish();
    },
  ],
  [
    "targets that have ended",
    "TUF_EXPIRED",
    1,
    /targets/,
    (tuf) => {
      tuf.expires.targets = "2026-11-24T02:59:59Z";
      tuf.republish();
    },
  ],
  [
    "a timestamp by a key that nobody named",
    "TUF_SIGNATURES_TOO_FEW",
    1,
    /root 1 names for timestamp, found 0$/,
    (tuf) => {
      tuf.keys.timestamp = [fakeTufKey()];
      tuf.republish();
    },
  ],
  [
    "a snapshot by a key that nobody named",
    "TUF_SIGNATURES_TOO_FEW",
    1,
    /for snapshot, found 0$/,
    (tuf) => {
      tuf.keys.snapshot = [fakeTufKey()];
      tuf.republish();
    },
  ],
  [
    "targets by a key that nobody named",
    "TUF_SIGNATURES_TOO_FEW",
    1,
    /for targets, found 0$/,
    (tuf) => {
      tuf.keys.targets = [fakeTufKey()];
      tuf.republish();
    },
  ],
  [
    "a snapshot of another version than is listed",
    "TUF_VERSION_MISMATCH",
    1,
    /expected version 6, found 7$/,
    (tuf) => {
      tuf.republish();
      const listed = { "targets.json": { version: 6 } };
      tuf.versions.snapshot = 7;
      tuf.files.set("6.snapshot.json", tuf.sign("snapshot", { meta: listed }));
      tuf.files.set(
        "timestamp.json",
        tuf.sign("timestamp", { meta: { "snapshot.json": { version: 6 } } }),
      );
    },
  ],
  [
    "targets of another version than is listed",
    "TUF_VERSION_MISMATCH",
    1,
    /expected version 6, found 7$/,
    (tuf) => {
      tuf.republish();
      tuf.files.set(
        "6.snapshot.json",
        tuf.sign("snapshot", { meta: { "targets.json": { version: 6 } } }),
      );
      tuf.files.set(
        "timestamp.json",
        tuf.sign("timestamp", { meta: { "snapshot.json": { version: 6 } } }),
      );
      tuf.versions.targets = 7;
      tuf.files.set("6.targets.json", tuf.sign("targets", { targets: {} }));
    },
  ],
  [
    "a snapshot with other bytes than are listed",
    "TUF_DIGEST_MISMATCH",
    1,
    /expected sha256:[0-9a-f]{64}, found sha256:[0-9a-f]{64}$/,
    (tuf) => {
      tuf.republish();
      const snapshot = Buffer.from(tuf.files.get("6.snapshot.json") ?? Buffer.of());
      snapshot[snapshot.length - 1] = 0x20;
      tuf.files.set("6.snapshot.json", snapshot);
    },
  ],
  [
    "targets that are longer than listed",
    "TUF_LENGTH_MISMATCH",
    1,
    /expected \d+ bytes, found \d+$/,
    (tuf) => {
      tuf.republish();
      tuf.files.set(
        "6.targets.json",
        Buffer.concat([tuf.files.get("6.targets.json") ?? Buffer.of(), Buffer.from(" ")]),
      );
    },
  ],
  [
    "a trust root with other bytes than are listed",
    "TUF_DIGEST_MISMATCH",
    1,
    /trusted_root\.json: expected sha256:/,
    (tuf) => {
      tuf.republish();
      const [name = ""] = [...tuf.files.keys()].filter((path) => path.startsWith("targets/"));
      const bytes = Buffer.from(tuf.files.get(name) ?? Buffer.of());
      bytes[10] = (bytes[10] ?? 0) ^ 1;
      tuf.files.set(name, bytes);
    },
  ],
  [
    "a trust root that is cut short",
    "TUF_LENGTH_MISMATCH",
    1,
    /trusted_root\.json: expected/,
    (tuf) => {
      tuf.republish();
      const [name = ""] = [...tuf.files.keys()].filter((path) => path.startsWith("targets/"));
      tuf.files.set(name, (tuf.files.get(name) ?? Buffer.of()).subarray(0, 100));
    },
  ],
  [
    "a trust root that is none, well signed",
    "TRUST_ROOT_MALFORMED",
    4,
    /mediaType/,
    (tuf) => {
      tuf.targets.set("trusted_root.json", Buffer.from("{}"));
      tuf.republish();
    },
  ],
  [
    "a trust root larger than any",
    "INPUT_TOO_LARGE",
    1,
    /expected at most 1048576 bytes, found 99999999 listed$/,
    (tuf) => {
      tuf.republish();
      const targets = {
        "trusted_root.json": { length: 99_999_999, hashes: { sha256: "0".repeat(64) } },
      };
      tuf.files.set("6.targets.json", tuf.sign("targets", { targets }));
      tuf.files.set(
        "6.snapshot.json",
        tuf.sign("snapshot", { meta: { "targets.json": { version: 6 } } }),
      );
      tuf.files.set(
        "timestamp.json",
        tuf.sign("timestamp", { meta: { "snapshot.json": { version: 6 } } }),
      );
    },
  ],
  [
    "targets without a trust root",
    "TUF_TARGET_MISSING",
    1,
    /found "other\.json"$/,
    (tuf) => {
      tuf.targets.delete("trusted_root.json");
      tuf.targets.set("other.json", Buffer.from("{}"));
      tuf.republish();
    },
  ],
  [
    "no timestamp",
    "TUF_FILE_MISSING",
    5,
    /timestamp\.json: expected a file of the repository, found nothing there$/,
    (tuf) => {
      tuf.files.delete("timestamp.json");
    },
  ],
  [
    "no snapshot",
    "TUF_FILE_MISSING",
    5,
    /6\.snapshot\.json/,
    (tuf) => {
      tuf.republish();
      tuf.files.delete("6.snapshot.json");
    },
  ],
  [
    "garbage for a timestamp",
    "TUF_MALFORMED",
    5,
    /timestamp\.json: expected/,
    (tuf) => {
      tuf.files.set("timestamp.json", Buffer.from("<html>not here</html>"));
    },
  ],
  [
    "a timestamp that is cut short",
    "TUF_MALFORMED",
    5,
    /found the end/,
    (tuf) => {
      tuf.files.set(
        "timestamp.json",
        (tuf.files.get("timestamp.json") ?? Buffer.of()).subarray(0, 200),
      );
    },
  ],
  [
    "garbage for a root",
    "TUF_MALFORMED",
    5,
    /2\.root\.json: expected/,
    (tuf) => {
      tuf.files.set("2.root.json", Buffer.from([0xff, 0xfe]));
    },
  ],
  [
    "targets in the place of the snapshot",
    "TUF_MALFORMED",
    5,
    /expected "snapshot" at signed\._type, found "targets"$/,
    (tuf) => {
      tuf.republish();
      tuf.files.set("6.snapshot.json", tuf.files.get("6.targets.json") ?? Buffer.of());
      tuf.files.set(
        "timestamp.json",
        tuf.sign("timestamp", { meta: { "snapshot.json": { version: 6 } } }),
      );
    },
  ],
  [
    "a timestamp without an end of its body",
    "NETWORK_ANSWER_TOO_LARGE",
    5,
    /at most 16384 bytes/,
    (tuf) => {
      tuf.files.set("timestamp.json", Buffer.alloc(20_000, " "));
    },
  ],
];

describe("refuses, and keeps what was there, of a server that gives", () => {
  test.each(HOSTILE)("%s", async (_why, code, exit, found, change) => {
    const tuf = new FakeTuf({ "trusted_root.json": ROOT });
    for (let version = 1; version < 5; version += 1) tuf.republish();
    await using setting = await Setting.open(tuf);
    expect((await setting.update()).exitCode).toBe(0);
    const before = setting.home.list();
    const inUse = await setting.inUse();
    change(tuf);
    const report = await setting.update();
    expect(refused(report)).toMatchObject({
      rule: code,
      subject: "acme",
      message: expect.stringMatching(found),
    });
    expect(report.exitCode).toBe(exit);
    expect(report.updated).toEqual([]);
    expect(setting.home.list()).toEqual(before);
    expect(await setting.inUse()).toBe(inUse);
  });

  // Nobody can go back behind what was never seen.
  const first = HOSTILE.filter(([why, code]) => code !== "TUF_ROLLBACK" || why.includes("root"));
  test.each(first)(
    "%s, the first time: nothing is written",
    async (_why, code, _exit, _found, change) => {
      const tuf = new FakeTuf({ "trusted_root.json": ROOT });
      for (let version = 1; version < 5; version += 1) tuf.republish();
      await using setting = await Setting.open(tuf);
      change(tuf);
      expect(refused(await setting.update())?.rule).toBe(code);
      expect(Object.keys(setting.home.list())).toEqual(["root.json"]);
    },
  );
});

describe("gives up within bounds, and keeps what was there, where a server", () => {
  const endless: Parameters<typeof startLoopback>[0] = (_request, response) => {
    const pour = (): void => {
      while (!response.destroyed && response.write(" ".repeat(65_536)));
      if (!response.destroyed) response.once("drain", pour);
    };
    pour();
  };
  const status =
    (code: number, headers: Record<string, string> = {}): Parameters<typeof startLoopback>[0] =>
    (_request, response) =>
      void response.writeHead(code, headers).end("no");
  test.each<[string, string, Parameters<typeof startLoopback>[0]]>([
    ["has nothing", "TUF_FILE_MISSING", status(404)],
    ["forbids", "TUF_FILE_MISSING", status(403)],
    ["answers 400", "TUF_FILE_MISSING", status(400)],
    ["is busy", "NETWORK_BUSY", status(429)],
    ["is broken", "NETWORK_BUSY", status(500)],
    [
      "sends elsewhere, unprotected",
      "NETWORK_REDIRECTED",
      status(302, { location: "http://192.0.2.1/2.root.json" }),
    ],
    ["sends round in circles", "NETWORK_REDIRECTED", status(302, { location: "/again" })],
    ["hangs up", "NETWORK_UNREACHABLE", (request) => void request.socket.destroy()],
    ["says nothing", "NETWORK_TIMEOUT", () => undefined],
    ["never ends", "NETWORK_ANSWER_TOO_LARGE", endless],
  ])("%s", async (_why, code, respond) => {
    await using setting = await Setting.open();
    await setting.update();
    const before = setting.home.list();
    const quick = code === "NETWORK_TIMEOUT" ? { timeoutMs: 50 } : {};
    const finding = await setting.updateFrom(respond, quick);
    expect(finding).toMatchObject({ rule: code });
    expect(setting.home.list()).toEqual(before);
  });

  test("is not there", async () => {
    const setting = await Setting.open();
    await setting.update();
    await setting[Symbol.asyncDispose]();
    const before = setting.home.list();
    const report = await setting.update();
    expect(refused(report)?.rule).toBe("NETWORK_UNREACHABLE");
    expect(report.exitCode).toBe(5);
    expect(setting.home.list()).toEqual(before);
  });
});

describe("refuses before it asks anybody", () => {
  test.each<[why: string, code: string, options: Partial<UpdateTrustRootOptions>]>([
    [
      "a mirror that anybody could read along with",
      "MIRROR_MALFORMED",
      { mirror: "http://tuf.example" },
    ],
    ["a mirror that is no URL", "MIRROR_MALFORMED", { mirror: "tuf" }],
    ["a mirror with a query", "MIRROR_MALFORMED", { mirror: "https://tuf.example/?a=b" }],
    ["a first root without a mirror", "MIRROR_MALFORMED", { mirror: undefined }],
    ["a name that is a path", "TRUST_NAME_MALFORMED", { name: "../acme" }],
    ["the public instance's name", "TRUST_ROOT_EXISTS", { name: "sigstore" }],
    ["a name of nobody", "TRUST_ROOT_UNKNOWN", { root: undefined, name: "nobody" }],
    ["a first root that is not there", "TRUST_ROOT_UNREADABLE", { root: "nothing.json" }],
    [
      "a first root that is a trusted_root.json",
      "TRUST_ROOT_MALFORMED",
      { root: "trusted_root.json" },
    ],
    ["no folder of one's own", "TRUST_STORE_NOWHERE", { env: { HOME: "relative" } }],
  ])("%s", async (_why, code, options) => {
    await using setting = await Setting.open();
    setting.home.write("trusted_root.json", ROOT);
    await expect(setting.update(options)).rejects.toMatchObject({ code });
    expect(setting.server.asked).toEqual([]);
  });

  test("another first root under a name that is taken", async () => {
    await using setting = await Setting.open();
    await setting.update();
    setting.home.write("other.json", new FakeTuf({}).files.get("1.root.json") ?? "");
    await expect(setting.update({ root: "other.json" })).rejects.toMatchObject({
      code: "TRUST_ROOT_EXISTS",
    });
  });
});

describe("what is kept", () => {
  test("is refused where it was changed, whichever part", async () => {
    await using setting = await Setting.open();
    await setting.update();
    const sound = readFileSync(setting.kept, "utf8");
    const changes: ((set: Loose) => void)[] = [
      (set) => (set.format = "lockseal-tuf-v2"),
      (set) => (set.updated = "2027-01-01T00:00:00Z"),
      (set) => (set.updated = "yesterday"),
      (set) => (set.timestamp = set.snapshot),
      (set) => (set.targets = "????"),
      (set) => (set.more = 1),
      (set) => delete set.mirror,
      (set) => (set.files = {}),
      (set) => (set.files = { "trusted_root.json": Buffer.from(OTHER_ROOT).toString("base64") }),
      (set) => (set.files = { ...set.files, "other.json": "" }),
      (set) =>
        (set.firstRoot = Buffer.from(new FakeTuf({}).files.get("1.root.json") ?? "").toString(
          "base64",
        )),
      (set) => (set.firstRoot = null),
    ];
    for (const change of changes) {
      const set = JSON.parse(sound);
      change(set);
      writeFileSync(setting.kept, JSON.stringify(set));
      await expect(setting.inUse(), String(change)).rejects.toMatchObject({
        code: "TRUST_STORE_DAMAGED",
      });
    }
    for (let length = 0; length < sound.length - 1; length += 97) {
      writeFileSync(setting.kept, sound.slice(0, length));
      await expect(setting.inUse()).rejects.toMatchObject({ code: "TRUST_STORE_DAMAGED" });
    }
  });

  test("of the public instance counts only when it is newer than the embedded root", async () => {
    const home = new Folder();
    const path = home.at("lockseal/trust/updated/sigstore.json");
    mkdirSync(dirname(path), { recursive: true });
    const set = {
      format: "lockseal-tuf-v1",
      mirror: "https://tuf.example",
      updated: "2026-01-01T00:00:00Z",
      firstRoot: null,
      roots: [],
      timestamp: "",
      snapshot: "",
      targets: "",
      files: {},
    };
    writeFileSync(path, JSON.stringify(set));
    const load = () => loadTrustRoots(undefined, home.path, { XDG_DATA_HOME: home.path });
    expect((await load())[0].kind).toBe("embedded");
    writeFileSync(path, JSON.stringify({ ...set, updated: "2026-12-31T00:00:00Z" }));
    await expect(load()).rejects.toMatchObject({ code: "TRUST_STORE_DAMAGED" });
  });
});

describe("without a name updates all that is known", () => {
  /** Leads what is asked of the public instance nowhere. */
  const offline = (setting: Setting): Partial<UpdateTrustRootOptions> => {
    const transport = createHttpClient(QUICK);
    return {
      mirror: undefined,
      root: undefined,
      name: undefined,
      transport: (request) =>
        transport({ ...request, url: request.url.replace(/^https:.*/, setting.dead) }),
    };
  };

  test("and says of each what came of it", async () => {
    await using setting = await Setting.open();
    await setting.update();
    setting.tuf.targets.set("trusted_root.json", OTHER_ROOT);
    setting.tuf.republish();
    const { findings, exitCode, updated } = await setting.update(offline(setting));
    expect(exitCode).toBe(5);
    expect(findings).toMatchObject([
      { rule: "NETWORK_UNREACHABLE", subject: "sigstore", verdict: "refused" },
      { rule: "TRUST_UPDATED", subject: "acme", verdict: "passed" },
    ]);
    expect(await setting.inUse()).toBe(updated[0]?.sha256);
  });

  test("and of a damaged one, which stops no other", async () => {
    await using setting = await Setting.open();
    await setting.update();
    await setting.update({ name: "other" });
    writeFileSync(setting.kept, "{}");
    const { findings, exitCode } = await setting.update(offline(setting));
    expect(exitCode).toBe(4);
    expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([
      ["NETWORK_UNREACHABLE", "sigstore"],
      ["TRUST_STORE_DAMAGED", "acme"],
      ["TRUST_UPDATED", "other"],
    ]);
    // With its first root at hand it begins anew, with a word.
    const again = await setting.update();
    expect(again.exitCode).toBe(0);
    expect(again.findings[0]).toMatchObject({ rule: "TRUST_STORE_DAMAGED", verdict: "warned" });
    expect(await setting.inUse()).toBe(again.updated[0]?.sha256);
  });

  test("and by its mirror alone finds the one that was fetched from there", async () => {
    await using setting = await Setting.open();
    await setting.update();
    const { updated } = await setting.update({ root: undefined, name: undefined });
    expect(updated[0]?.name).toBe("acme");
  });

  test("and begins anew, with a word, where the public one was damaged", async () => {
    await using setting = await Setting.open();
    const path = "data/lockseal/trust/updated/sigstore.json";
    setting.home.write(path, "{}");
    const { findings } = await setting.update(offline(setting));
    expect(findings).toMatchObject([
      { rule: "TRUST_STORE_DAMAGED", subject: "sigstore", verdict: "warned" },
      { rule: "NETWORK_UNREACHABLE", subject: "sigstore", verdict: "refused" },
    ]);
    expect(setting.home.read(path)).toBe("{}");
  });
});

test("a file of the public instance cannot bring a first root of its own", async () => {
  await using setting = await Setting.open();
  await setting.update();
  const folder = "data/lockseal/trust/updated";
  setting.home.write(`${folder}/sigstore.json`, setting.home.read(`${folder}/acme.json`));
  await expect(setting.inUse()).rejects.toMatchObject({
    code: "TRUST_STORE_DAMAGED",
    message: expect.stringContaining("expected no first root but the embedded one, found another"),
  });
});

test("two updates at once leave one whole set", async () => {
  await using setting = await Setting.open();
  const reports = await Promise.all(Array.from({ length: 6 }, () => setting.update()));
  expect(reports.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await setting.inUse()).toBe(reports[0]?.updated[0]?.sha256);
  expect(Object.keys(setting.home.list())).toHaveLength(2);
});

test("an update that was overtaken by a newer one does not undo it", async () => {
  await using setting = await Setting.open();
  await setting.update();
  const transport = createHttpClient(QUICK);
  let overtaken = false;
  const slow = await setting.update({
    transport: async (request) => {
      const answer = await transport(request);
      if (request.url.includes("trusted_root") && !overtaken) {
        overtaken = true;
        setting.tuf.targets.set("trusted_root.json", OTHER_ROOT);
        setting.tuf.republish();
        expect((await setting.update()).exitCode).toBe(0);
      }
      return answer;
    },
  });
  expect(slow.exitCode).toBe(0);
  expect(JSON.parse(readFileSync(setting.kept, "utf8")).files["trusted_root.json"]).toBe(
    Buffer.from(OTHER_ROOT).toString("base64"),
  );
});

test("a mirror of the public instance is held to the embedded root", async () => {
  await using setting = await Setting.open();
  const report = await setting.update({ root: undefined, name: undefined });
  expect(refused(report)).toMatchObject({ rule: "TUF_SIGNATURES_TOO_FEW", subject: "sigstore" });
  expect(Object.keys(setting.home.list())).toEqual(["root.json"]);
});

test("one role's metadata counts for no other, whoever signed it", async () => {
  const tuf = new FakeTuf({ "trusted_root.json": ROOT });
  const [key = fakeTufKey()] = tuf.keys.timestamp;
  await using setting = await Setting.open(tuf);
  const { signed } = JSON.parse(Buffer.from(tuf.files.get("1.snapshot.json") ?? "").toString());
  tuf.files.set("1.snapshot.json", signMetadata(signed, [key]));
  tuf.files.set(
    "timestamp.json",
    tuf.sign("timestamp", { meta: { "snapshot.json": { version: 1 } } }),
  );
  expect(refused(await setting.update())?.rule).toBe("TUF_SIGNATURES_TOO_FEW");
});
