import { describe, expect, test } from "vitest";
import { fakeKey } from "../fakes/certificate.ts";
import { Checkout, pin, type ReportedFinding, sha256 } from "../fakes/checkout.ts";
import { createInstance, signBundle, spkiPem, written } from "../fakes/instance.ts";

const FILE = "app.tar.gz";

async function verdict(
  checkout: Checkout,
  line: string,
  by = "alice",
): Promise<{
  exitCode: number;
  refused: readonly string[];
  findings: readonly ReportedFinding[];
  install: readonly string[];
}> {
  const { exitCode, stdout } = await checkout.verify(`${line} --json`, by);
  const { findings, install } = JSON.parse(stdout) as {
    findings: ReportedFinding[];
    install: string[];
  };
  return {
    exitCode,
    findings,
    install,
    refused: findings.flatMap((one) => (one.verdict === "refused" ? [one.rule] : [])),
  };
}

/** A file that Alice signed as it is. */
async function signedFile(): Promise<Checkout> {
  const checkout = new Checkout();
  checkout.write(FILE, "the bytes");
  await checkout.sign(`${FILE} --message`);
  return checkout;
}

describe("a file that is no lock", () => {
  test("is verified by what stands beside it, without a word about its kind", async () => {
    expect(await verdict(await signedFile(), FILE)).toMatchObject({
      exitCode: 0,
      refused: [],
      install: [],
    });
  });

  test("is verified by its digest", async () => {
    const line = `sha256:${sha256("the bytes")} --bundle ${FILE}.sigstore.json`;
    expect(await verdict(await signedFile(), line)).toMatchObject({ exitCode: 0, refused: [] });
  });

  test.each([
    ["a byte has changed", (one: Checkout) => one.write(FILE, "the bytez"), "alice", 1],
    ["another key is trusted", (one: Checkout) => one, "bob", 1],
    ["its bundle is gone", (one: Checkout) => one.write("other.bin", "x"), "alice", 3],
  ])("is refused when %s", async (why, change, by, code) => {
    const found = await verdict(
      change(await signedFile()),
      why.startsWith("its") ? "other.bin" : FILE,
      by,
    );
    expect(found.exitCode).toBe(code);
    expect(found.refused).not.toEqual([]);
  });

  test("needs as many keys as the threshold says", async () => {
    const checkout = await signedFile();
    const line = `${FILE} --key ${checkout.keys.at("bob.pub")} --threshold 2`;
    expect(await verdict(checkout, line)).toMatchObject({ exitCode: 1, refused: ["THRESHOLD"] });
    await checkout.sign(`${FILE} --message`, "bob");
    expect(await verdict(checkout, line)).toMatchObject({ exitCode: 0, refused: [] });
  });

  test("is verified by a statement about it, whose type is named first", async () => {
    const signer = fakeKey();
    const statement = {
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: FILE, digest: { sha256: sha256("the bytes") } }],
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: {},
    };
    const checkout = new Checkout()
      .write(FILE, "the bytes")
      .write("k.pub", spkiPem(signer)) as Checkout;
    const bundle = signBundle(createInstance(), { statement, signer, managed: true, log: "none" });
    checkout.write(`${FILE}.sigstore.json`, written(bundle));
    const { exitCode, stdout } = await checkout.run(`verify ${FILE} --key k.pub`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^app\.tar\.gz: ok: a statement of the type https:\/\/slsa\.dev\/provenance\/v1 /,
    );
    const other = await checkout.run(
      `verify ${FILE} --key k.pub --predicate-type https://spdx.dev/Document`,
    );
    expect(other).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("[PREDICATE_TYPE_UNSUPPORTED]"),
    });
  });
});

test.each(["--min-sequence 3", "--copy-to out", "--root .", "--repository https://example.org/a"])(
  "a file that is no lock is not verified with %s, which would check nothing",
  async (option) => {
    const { exitCode, stderr } = await (await signedFile()).verify(`${FILE} ${option}`);
    const [name] = option.split(" ");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`expected no ${name} `)]);
  },
);

test("a file that has the name of a digest is not verified in its place", async () => {
  const name = `sha256:${sha256("other")}`;
  const checkout = new Checkout();
  checkout.write(name, "the bytes");
  await checkout.sign(`${name} --message`);
  expect(await verdict(checkout, name)).toMatchObject({
    exitCode: 1,
    refused: ["SUBJECT_AMBIGUOUS"],
  });
});

describe("a lock", () => {
  test("is not verified by its own statement when another type is asked for", async () => {
    const checkout = new Checkout();
    checkout.write("requirements.txt", pin("click", "8.1.7"));
    await checkout.sign("requirements.txt");
    const line = "requirements.txt --predicate-type";
    expect(await verdict(checkout, `${line} https://slsa.dev/provenance/v1`)).toMatchObject({
      exitCode: 1,
      refused: ["PREDICATE_TYPE_UNSUPPORTED"],
    });
    const missing = line.replace("requirements", "nothing");
    expect(await verdict(checkout, `${missing} x:y`)).toMatchObject({
      exitCode: 2,
      refused: ["FILE_MISSING"],
    });
    const own = "https://lockseal.dev/attestation/lock/v0.1";
    expect(await verdict(checkout, `${line} ${own}`)).toMatchObject({ exitCode: 0 });
  });

  test.each([
    ["requirements.txt", pin("click", "8.1.7")],
    ["requirements.txt", "click==8.1.7\n"],
    ["dev.txt", pin("click", "8.1.7")],
    ["dev.txt", "click\n"],
    ["some.lock", pin("click", "8.1.7")],
  ])("named %s is never verified by a signature over its bytes", async (name, data) => {
    const checkout = new Checkout();
    checkout.write(name, data);
    await checkout.sign(`${name} --message`);
    expect(await verdict(checkout, name)).toMatchObject({
      exitCode: 1,
      refused: expect.arrayContaining(["MESSAGE_SIGNATURE"]),
    });
    expect(await verdict(checkout, `${name} --message`)).toMatchObject({ exitCode: 0 });
  });

  test("beside a file that fails is not handed over", async () => {
    const checkout = await signedFile();
    checkout.write("requirements.txt", pin("click", "8.1.7"));
    await checkout.sign("requirements.txt");
    checkout.write(FILE, "the bytez");
    const before = checkout.list();
    expect(await verdict(checkout, `requirements.txt ${FILE} --copy-to out`)).toMatchObject({
      exitCode: 1,
      install: [],
    });
    expect(checkout.list()).toEqual(before);
  });

  test("beside a file that holds is verified too, and both are reported", async () => {
    const checkout = await signedFile();
    checkout.write("requirements.txt", pin("click", "8.1.7"));
    await checkout.sign("requirements.txt");
    const found = await verdict(checkout, `requirements.txt ${FILE}`);
    expect(found).toMatchObject({
      exitCode: 0,
      refused: [],
      install: [expect.stringContaining("-r requirements.txt")],
    });
    expect(new Set(found.findings.map(({ subject }) => subject))).toEqual(
      new Set(["requirements.txt", FILE]),
    );
  });
});

describe("a folder", () => {
  async function release(): Promise<Checkout> {
    const checkout = new Checkout();
    for (const name of ["dist/a.whl", "dist/b.whl"]) {
      checkout.write(name, name);
      await checkout.sign(`${name} --message`);
    }
    return checkout;
  }

  test("is verified file by file, and each is reported", async () => {
    const found = await verdict(await release(), "dist");
    expect(found).toMatchObject({ exitCode: 0, refused: [] });
    expect(new Set(found.findings.map(({ subject }) => subject))).toEqual(
      new Set(["dist/a.whl", "dist/b.whl"]),
    );
  });

  test("is refused for one file that nobody signed", async () => {
    const checkout = await release();
    checkout.write("dist/c.whl", "c");
    const { exitCode, findings, refused } = await verdict(checkout, "dist");
    expect({ exitCode, refused }).toEqual({ exitCode: 3, refused: ["SIGNATURE_NONE"] });
    expect(findings.find(({ rule }) => rule === "SIGNATURE_NONE")?.subject).toBe("dist/c.whl");
  });

  test("without a file is nothing to verify", async () => {
    const checkout = new Checkout();
    checkout.write("empty/.keep", "");
    expect(await verdict(checkout, "empty")).toMatchObject({
      exitCode: 3,
      refused: ["SIGNATURE_NONE"],
    });
  });
});
