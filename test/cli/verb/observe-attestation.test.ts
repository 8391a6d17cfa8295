import { describe, expect, test } from "vitest";
import { pin, sha256 } from "../../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  type Instance,
  ISSUER,
  type Loose,
  SIGNED_AT,
  written,
} from "../../fakes/instance.ts";
import { type Loopback, startLoopback } from "../../fakes/loopback.ts";
import {
  asAttestation,
  PUBLISHER_CLAIMS,
  provenanceOf,
  publicationOf,
  signPublication,
} from "../../fakes/pep740.ts";
import { Policed, WITHOUT_BOT } from "../../fakes/policed.ts";
import { type ServedInstance, serveInstance } from "../../fakes/served.ts";

const HOUR = 3_600_000;
const NAME = "click-8.1.8-py3-none-any.whl";
/** What the lock's digest is of. */
const WHEEL = Buffer.from("click 8.1.8");
const HASH = sha256(WHEEL);
const hoursOn = (hours: number): Date => new Date(SIGNED_AT.getTime() + hours * HOUR);
const time = (hours: number): string => hoursOn(hours).toISOString();

const instance = createInstance();
const STRANGER = { 1: "https://login.example", 8: "https://login.example" };
const publication = (name = NAME, bytes: Uint8Array = WHEEL, of: Instance = instance): Loose =>
  asAttestation(
    signPublication(of, publicationOf(name, bytes), PUBLISHER_CLAIMS, { at: hoursOn(-48) }),
  );

/** An index that has one file, with these attestations. */
const startIndex = (
  provenance: Loose,
  uploadTime: string,
  name = NAME,
  hash = HASH,
): Promise<Loopback> =>
  startLoopback((request, response) => {
    const page = {
      files: [
        {
          filename: name,
          hashes: { sha256: hash },
          size: 11,
          "upload-time": uploadTime,
          provenance: `/integrity/click/${name}/provenance`,
        },
      ],
    };
    if (request.url === "/simple/click/") response.writeHead(200).end(JSON.stringify(page));
    else if (request.url?.startsWith("/integrity/")) response.end(written(provenance));
    else response.writeHead(404).end();
  });

/** A repository whose policy names a bot that observes keyless, by a Sigstore of this machine. */
function policed(served: ServedInstance, index: string, own = WITHOUT_BOT): Policed {
  const root = Buffer.from(served.trustedRoot);
  const policy = `${own}
[trust]
sigstore_root = { file = "trust/root.json", sha256 = "${sha256(root)}" }

[signers.bot]
roles = ["observer"]
keyless = [{ issuer = "${ISSUER}", identity = "${IDENTITY}" }]
`;
  const repository = new Policed(null);
  repository.git("checkout", "-q", "main");
  repository.write("lockseal.toml", policy).write("trust/root.json", root);
  repository.git("update-ref", "refs/remotes/origin/main", repository.commit("policy"));
  repository.git("checkout", "-q", "update");
  repository.git("rebase", "-q", "main");
  repository.secret.write("signing.json", served.signingConfig);
  repository.secret.write("root.json", root).write("index", index);
  return repository;
}

function observe(repository: Policed, { token }: ServedInstance, more = "") {
  const { secret } = repository;
  return repository.run(
    `observe requirements.txt --index ${secret.read("index")}/simple/ --index-name main --identity-token ${token} --signing-config ${secret.at("signing.json")} --trusted-root ${secret.at("root.json")}${more}`,
    { now: SIGNED_AT },
  );
}

const payloadOf = (bundle: string) =>
  JSON.parse(Buffer.from(JSON.parse(bundle).dsseEnvelope.payload, "base64").toString());
const below = (repository: Policed, folder: string) =>
  Object.keys(repository.list()).filter((name) => name.startsWith(`.lockseal/${folder}/`));
const recorded = (repository: Policed) => {
  const [path = ""] = below(repository, "records");
  return payloadOf(repository.read(path)).predicate.files;
};
const said = (stdout: string, rule: string) =>
  JSON.parse(stdout).findings.flatMap((one: Loose) =>
    one.rule === rule ? [`${one.verdict}: ${one.message}`] : [],
  );
const hold = async (repository: Policed, hours: number) => {
  const { stdout } = await repository.run("gate --json", { now: hoursOn(hours) });
  return JSON.parse(stdout).findings.flatMap(({ rule, verdict, message }: Loose) =>
    rule.startsWith("HOLD") ? [`${verdict} ${rule}: ${message}`] : [],
  );
};

describe("keeps what the publisher signed beside the lock", () => {
  test("so that a gate holds by the publisher's own log time, offline", async () => {
    const provenance = provenanceOf(publication());
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    const index = await startIndex(provenance, time(-48));
    const repository = policed(served, index.url);
    const { stdout, stderr, exitCode } = await observe(repository, served);
    await index[Symbol.asyncDispose]();
    const digest = sha256(written(provenance));
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain("1 of them known to an index, 1 attested by the publisher, by ");
    expect(stdout).toContain(".lockseal/evidence");
    expect(below(repository, "evidence")).toEqual([`.lockseal/evidence/sha256-${digest}`]);
    expect(recorded(repository)[0].index.attestation).toEqual({ sha256: digest });
    repository.commit("record");
    // The record is an hour old, and the publisher signed two days before it.
    expect(await hold(repository, 1)).toEqual([
      `passed HOLD: 1 file known for long enough, by the publisher's attestation by ${IDENTITY} (${ISSUER}), dated by https://log.fake (strength 1 of 3)`,
    ]);
  });

  test("and by a root that is older than the policy takes it nobody can tell any age", async () => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(publication()), time(-48));
    const repository = policed(served, index.url);
    const policy = repository.read("lockseal.toml");
    const limit = (age: string) =>
      policy.replace("[trust]\n", `[trust]\nmax_root_age = "${age}"\n`);
    repository.git("checkout", "-q", "main");
    repository.write("lockseal.toml", limit("379d"));
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit("limit"));
    repository.git("checkout", "-q", "update");
    repository.git("rebase", "-q", "main");
    await observe(repository, served);
    repository.commit("record");
    const { stdout, exitCode } = await repository.run("gate --json", { now: hoursOn(1) });
    expect(said(stdout, "TRUST_ROOT_STALE").join()).toContain(
      "refused: trust/root.json, which the policy pins: expected a trust root at most 379 days old, found one whose newest key is 379 days old",
    );
    expect(exitCode).toBe(1);
  });

  test("and a file that was uploaded later than it was signed is as young as that", async () => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(publication()), time(-2));
    const repository = policed(served, index.url);
    await observe(repository, served);
    repository.commit("record");
    expect((await hold(repository, 1))[0]).toMatch(
      /^refused HOLD: click 8\.1\.8: .* found one known for 3 hours, by the publisher's attestation by .*, and uploaded later \(strength 1 of 3\)$/,
    );
    // Two hours before, and 24 in all.
    const { stdout } = await repository.run("gate", { now: hoursOn(1) });
    expect(stdout).toMatch(
      /^requirements\.txt: error: click 8\.1\.8: expected files known for 24 hours, found one known for 3 hours, by .*\[HOLD\]$/m,
    );
    expect(stdout).toContain(
      `hint: wait until ${time(22)}; where it cannot wait: lockseal approve requirements.txt --emergency --reason TEXT --advisory ID`,
    );
  });
});

describe("tells whoever approves who published a file, since when, and how large it is", () => {
  const look = async (repository: Policed) => {
    const { stdout } = await repository.run("approve requirements.txt", { now: hoursOn(1) });
    return stdout.split("\n").find((line) => line.includes("click 8.1.7 → 8.1.8"));
  };

  test("from the record and the attestation", async () => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(publication()), time(-48));
    const repository = policed(served, index.url);
    await observe(repository, served);
    expect(await look(repository)).toBe(
      "  ~ click 8.1.7 → 8.1.8: updated, 1 file; known for 49 hours, 1 of 1 published by github:acme/app/release.yml, 11 bytes",
    );
  });

  test("and that somebody else published it before", async () => {
    const [old, name] = [Buffer.from("click 8.1.7"), "click-8.1.7-py3-none-any.whl"];
    const claims = {
      ...PUBLISHER_CLAIMS,
      18: "https://github.com/acme/app/.github/workflows/other.yml@refs/tags/v1.2.3",
    };
    const other = asAttestation(
      signPublication(instance, publicationOf(name, old), claims, { at: hoursOn(-99) }),
    );
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using former = await startIndex(provenanceOf(other), time(-99), name, sha256(old));
    const repository = policed(served, former.url);
    repository.git("checkout", "-q", "main");
    await observe(repository, served, " --all");
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit("record"));
    repository.git("checkout", "-q", "update");
    repository.git("rebase", "-q", "main");
    await using index = await startIndex(provenanceOf(publication()), time(-48));
    repository.secret.write("index", index.url);
    await observe(repository, served);
    expect(await look(repository)).toContain(
      "published by github:acme/app/release.yml, ANOTHER PUBLISHER than github:acme/app/other.yml, 11 bytes",
    );
    await using bare = await startIndex({ version: 1, attestation_bundles: [] }, time(-48));
    repository.git("clean", "-qfd", ".lockseal");
    repository.secret.write("index", bare.url);
    await observe(repository, served);
    expect(await look(repository)).toContain(
      "publisher unknown: no attestation recorded, BEFORE BY github:acme/app/other.yml, 11 bytes",
    );
  });
});

describe("is named by whoever signs the lock", () => {
  const SIGNED = `${WITHOUT_BOT}signatures = { role = "owner", threshold = 1 }\n`;
  const sign = (repository: Policed, by = "alice") =>
    repository.run(`sign requirements.txt --key ${repository.secret.at(`${by}.key`)} --json`, {
      now: hoursOn(1),
    });
  const verify = async (repository: Policed) => {
    const { stdout, exitCode } = await repository.run("verify requirements.txt --json", {
      now: hoursOn(2),
    });
    return [exitCode, said(stdout, "HOLD_RECORDED")];
  };
  const NAMED =
    "when it was signed, since when its files are known was proven by 2 files of evidence";

  test("by digest, under the signature, and verification says whether it is here", async () => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(publication()), time(-48));
    const repository = policed(served, index.url, SIGNED);
    await observe(repository, served);
    const { stdout, exitCode } = await sign(repository);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    const [record = "", attestation = ""] = ["records", "evidence"].flatMap((folder) =>
      below(repository, folder),
    );
    const { evidence } = payloadOf(repository.read("requirements.txt.sigstore.json")).predicate;
    const expected = [
      { kind: "first-seen", digest: { sha256: sha256(repository.read(record)) } },
      { kind: "publisher", digest: { sha256: sha256(repository.read(attestation)) } },
    ];
    expect(evidence).toHaveLength(2);
    expect(evidence).toEqual(expect.arrayContaining(expected));
    // The index is gone by now, and nobody is asked.
    expect(await verify(repository)).toEqual([0, [`passed: ${NAMED}, all of them here`]]);
    repository.write(record, `${repository.read(record)} `);
    expect(await verify(repository)).toEqual([
      0,
      [expect.stringMatching(`^noted: ${NAMED}, 1 of them not here: first-seen sha256:`)],
    ]);
    repository.remove(".lockseal");
    expect(await verify(repository)).toEqual([
      0,
      [expect.stringMatching(`^noted: ${NAMED}, 2 of them not here: `)],
    ]);
  });

  test("but not by a record of anybody else, nor of other files", async () => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(publication()), time(-48));
    const stranger = policed(served, index.url, SIGNED);
    await observe(stranger, served);
    const policy = stranger.read("lockseal.toml");
    stranger.write("lockseal.toml", policy.replace('["observer"]', '["reviewer"]'));
    const other = policed(served, index.url, SIGNED);
    await observe(other, served);
    other.write("requirements.txt", pin("click", "8.1.9"));
    for (const repository of [stranger, other]) {
      await sign(repository);
      const { predicate } = payloadOf(repository.read("requirements.txt.sigstore.json"));
      expect(predicate.evidence).toEqual([]);
      expect(await verify(repository)).toEqual([0, []]);
    }
  });

  test("a policy that nobody can go by is said, and the lock is signed without", async () => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(publication()), time(-48));
    const repository = policed(served, index.url, SIGNED);
    await observe(repository, served);
    repository.write("lockseal.toml", "version = 2\n");
    const { stdout, exitCode } = await sign(repository);
    expect(said(stdout, "POLICY_MALFORMED")).toEqual([expect.stringMatching(/^warned: /)]);
    expect(exitCode).toBe(0);
  });
});

describe("records no attestation", () => {
  /** What was signed of another file, with a statement about this one in its place. */
  const forged = (): Loose => {
    const one = publication("other-1.whl", Buffer.from("other"));
    const statement = written(publicationOf(NAME, WHEEL));
    one.envelope.statement = Buffer.from(statement).toString("base64");
    return one;
  };
  test.each<[string, () => Loose, RegExp]>([
    [
      "of another file",
      () => publication(NAME, Buffer.from("other bytes")),
      /expected an attestation of sha256:[0-9a-f]{64}, found one of sha256:/,
    ],
    ["under another name", () => publication("click-8.1.7-py3-none-any.whl"), /with the name/],
    ["that is forged", forged, /\[SIGNATURE_INVALID\]/],
    [
      "of a Sigstore that the policy does not trust",
      () => publication(NAME, WHEEL, createInstance()),
      /\[TLOG_LOG_UNKNOWN\]/,
    ],
    [
      "by somebody who is no publisher",
      () => asAttestation(signPublication(instance, publicationOf(NAME, WHEEL), STRANGER)),
      /expected a publisher of an index, found somebody else/,
    ],
    [
      "that claims something else",
      () => {
        const statement = publicationOf(NAME, WHEEL);
        statement.predicateType = "https://slsa.dev/provenance/v1";
        return asAttestation(signPublication(instance, statement));
      },
      /\[ATTESTATION_NONE\]/,
    ],
  ])("%s", async (_why, make, reason) => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(make()), time(-48));
    const repository = policed(served, index.url);
    const { stdout, exitCode } = await observe(repository, served, " --json");
    expect(said(stdout, "OBSERVED_ATTESTATION")).toEqual([expect.stringMatching(reason)]);
    expect(exitCode).toBe(0);
    expect(recorded(repository)[0].index.attestation).toBeNull();
    expect(below(repository, "evidence")).toEqual([]);
    repository.commit("record");
    expect((await hold(repository, 1))[0]).toContain("the word of the index main");
  });
});

describe("an attestation that somebody brings along proves nothing", () => {
  test("where no record of an observer names it, or it is another one than that", async () => {
    const provenance = provenanceOf(publication());
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex({ version: 1, attestation_bundles: [] }, time(0));
    const repository = policed(served, index.url);
    await observe(repository, served);
    repository.write(
      `.lockseal/evidence/sha256-${sha256(written(provenance))}`,
      written(provenance),
    );
    repository.commit("record");
    expect((await hold(repository, 1))[0]).toContain("refused HOLD: click 8.1.8");
  });

  test("where it lies in the place of another one", async () => {
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    await using index = await startIndex(provenanceOf(publication()), time(-1));
    const repository = policed(served, index.url);
    await observe(repository, served);
    const [path = ""] = below(repository, "evidence");
    repository.write(path, written(provenanceOf(publication(), publication())));
    repository.commit("record");
    const { stdout } = await repository.run("gate --json", { now: hoursOn(1) });
    expect(said(stdout, "TOOL_EVIDENCE_ALTERED")).toEqual([
      expect.stringMatching(
        /^warned: .*expected the attestations that were recorded, found sha256:/,
      ),
    ]);
    expect((await hold(repository, 1))[0]).toContain("refused HOLD: click 8.1.8");
    repository.remove(path).commit("without");
    expect((await hold(repository, 1))[0]).toContain("refused HOLD: click 8.1.8");
  });
});

test("a pin of these tests is of these bytes", () => {
  expect(pin("click", "8.1.8")).toContain(HASH);
});
