import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../src/errors.ts";
import {
  type ChecksumList,
  MAX_CHECKSUMS,
  MAX_CHECKSUMS_BYTES,
  parseChecksums,
} from "../../src/tool/checksums.ts";

const A = "98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4";
const B = "a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa";
const SHA512 =
  "d78abb0542736865f94704521609c230dac03a2f369d043ac212d6933b91410e06399e37f9c5cc88436a31737330c1c8eccb2c2f9f374d62f716432a32d50fac";

const parse = (text: string | Uint8Array, what = "SHA256SUMS") =>
  parseChecksums(Buffer.from(text), { what });
const short = (list: ChecksumList) =>
  list.entries.map(({ name, algorithm, digest, line }) => [
    name,
    algorithm,
    digest.slice(0, 4),
    line,
  ]);
const file = (name: string) =>
  readFileSync(new URL(`../../testdata/checksums/${name}`, import.meta.url));
const utf16 = (text: string) =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

describe("parseChecksums reads", () => {
  test.each<[why: string, text: string | Uint8Array, entries: unknown[], what?: string]>([
    [
      "sha256sum",
      `${A}  a.txt\n${B}  b c\n`,
      [
        ["a.txt", "sha256", "98ea", 1],
        ["b c", "sha256", "a1fc", 2],
      ],
    ],
    ["the mark of binary, and no LF at the end", `${A} *a.txt`, [["a.txt", "sha256", "98ea", 1]]],
    [
      "text and binary in one list",
      `${A} *a.txt\n${B}  b\n`,
      [
        ["a.txt", "sha256", "98ea", 1],
        ["b", "sha256", "a1fc", 2],
      ],
    ],
    ["one space", `${A} a.txt\n`, [["a.txt", "sha256", "98ea", 1]]],
    ["a tab", `${A}\ta.txt\n`, [["a.txt", "sha256", "98ea", 1]]],
    ["a name that begins with a space", `${A}   a\n`, [[" a", "sha256", "98ea", 1]]],
    ["upper case", `${A.toUpperCase()}  a.txt\n`, [["a.txt", "sha256", "98ea", 1]]],
    [
      "CRLF",
      `${A}  a.txt\r\n${B}  b\r\n`,
      [
        ["a.txt", "sha256", "98ea", 1],
        ["b", "sha256", "a1fc", 2],
      ],
    ],
    ["a byte order mark", `\ufeff${A}  a.txt\n`, [["a.txt", "sha256", "98ea", 1]]],
    ["comments and empty lines", `# of today\n\n${A}  a.txt\n`, [["a.txt", "sha256", "98ea", 3]]],
    [
      "escapes",
      `\\${A}  n\\nl\\\\b\n\\${B}  c\\rr\n`,
      [
        ["n\nl\\b", "sha256", "98ea", 1],
        ["c\rr", "sha256", "a1fc", 2],
      ],
    ],
    ["a backslash where nothing is escaped", `${A}  n\\nl\n`, [["n\\nl", "sha256", "98ea", 1]]],
    [
      "sha256sum --zero",
      `${A}  n\nl\\b\0${B}  c\rr\0`,
      [
        ["n\nl\\b", "sha256", "98ea", 1],
        ["c\rr", "sha256", "a1fc", 2],
      ],
    ],
    ["sha256sum --tag", `SHA256 (a.txt) = ${A}\n`, [["a.txt", "sha256", "98ea", 1]]],
    ["sha256sum --tag --zero", `SHA256 (a\nb) = ${A}\0`, [["a\nb", "sha256", "98ea", 1]]],
    ["escapes beside a tag", `\\SHA256 (n\\nl) = ${A}\n`, [["n\nl", "sha256", "98ea", 1]]],
    [
      "a name with what ends a name",
      `SHA256 (a) = (b) = ${A}\n`,
      [["a) = (b", "sha256", "98ea", 1]],
    ],
    [
      "several algorithms",
      `SHA256 (a) = ${A}\nSHA512 (a) = ${SHA512}\nMD5 (a) = ${A.slice(32)}\n`,
      [
        ["a", "sha256", "98ea", 1],
        ["a", "sha512", "d78a", 2],
        ["a", "md5", "3868", 3],
      ],
    ],
    [
      "every tag of cksum",
      `BLAKE2b (a) = ${SHA512}\nBLAKE2b-256 (a) = ${A}\nSM3 (a) = ${A}\nSHA384 (a) = ${SHA512.slice(32)}\nBLAKE3 (a) = ${A}\n`,
      [
        ["a", "blake2b-512", "d78a", 1],
        ["a", "blake2b-256", "98ea", 2],
        ["a", "sm3", "98ea", 3],
        ["a", "sha384", SHA512.slice(32, 36), 4],
        ["a", "blake3", "98ea", 5],
      ],
    ],
    [
      "openssl dgst",
      `SHA2-256(a.txt)= ${A}\nSHA256(b)= ${B}\nSHA3-256(a.txt)= ${B}\nSHA2-512/256(a.txt)= ${A}\nBLAKE2S-256(a.txt)= ${A}\nRIPEMD-160(a.txt)= ${A.slice(24)}\n`,
      [
        ["a.txt", "sha256", "98ea", 1],
        ["b", "sha256", "a1fc", 2],
        ["a.txt", "sha3-256", "a1fc", 3],
        ["a.txt", "sha512-256", "98ea", 4],
        ["a.txt", "blake2s-256", "98ea", 5],
        ["a.txt", "ripemd160", A.slice(24, 28), 6],
      ],
    ],
    [
      "a digest that stands alone",
      `${A}\n`,
      [["tool.tgz", "sha256", "98ea", 1]],
      "dist/tool.tgz.sha256",
    ],
    [
      "one in upper case with spaces around",
      ` ${A.toUpperCase()} \r\n`,
      [["tool.tgz", "sha256", "98ea", 1]],
      "tool.tgz.SHA256SUM.txt",
    ],
    [
      "names with folders",
      `${A}  ./x\n${B}  linux/x\n`,
      [
        ["./x", "sha256", "98ea", 1],
        ["linux/x", "sha256", "a1fc", 2],
      ],
    ],
    ["a digest that stands there twice", `${A}  x\n${A}  ./x\n`, [["x", "sha256", "98ea", 1]]],
    [
      "Get-FileHash | Format-List",
      `\r\n\r\nAlgorithm : SHA256\r\nHash      : ${A.toUpperCase()}\r\nPath      : D:\\a\\dist\\tool.zip\r\n\r\nAlgorithm : MD5\r\nHash      : ${A.slice(32)}\r\nPath      : /srv/b.zip\r\n\r\n\r\n`,
      [
        ["tool.zip", "sha256", "98ea", 4],
        ["b.zip", "md5", "3868", 8],
      ],
      "hashes.txt",
    ],
    [
      "a digest that PowerShell wrapped",
      `Algorithm : SHA512\nHash      : ${SHA512.slice(0, 68)}\n            ${SHA512.slice(68)}\nPath      : C:\\x.zip\n`,
      [["x.zip", "sha512", "d78a", 2]],
      "x",
    ],
    ["UTF-16 in CRLF", utf16(`${A}  tööl.zip\r\n`), [["tööl.zip", "sha256", "98ea", 1]]],
  ])("%s", (_why, text, entries, what) => {
    expect(short(parse(text, what))).toEqual(entries);
  });

  test("a list that OpenPGP signed, and only what is signed", () => {
    const list = parse(file("SHA256SUMS.asc"), "SHA256SUMS.asc");
    expect(short(list)).toEqual([
      ["a.txt", "sha256", "b6a9", 5],
      ["b c.txt", "sha256", "f2c8", 7],
      ["-dash", "sha256", "ae9a", 8],
      ["linux/tool.tgz", "sha256", "6739", 9],
    ]);
    if (list.signed?.kind !== "openpgp") throw new Error("expected an OpenPGP signature");
    const text = Buffer.from(list.signed.signedText).toString();
    expect(text).toMatch(/^# made for tests\r\nSHA256 \(a\.txt\)/);
    expect(text).toMatch(/linux\/tool\.tgz$/);
    expect(list.signed.armor).toMatch(
      /^-----BEGIN PGP SIGNATURE-----\n\n[\s\S]+\n-----END PGP SIGNATURE-----\n$/,
    );
  });

  test("lines that are dash-escaped", () => {
    const text = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\nHash: SHA256, SHA1\n\n- # - x\n${A}  a \t\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n\n`;
    const { entries, signed } = parse(text);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ name: "a", line: 6 });
    expect(Buffer.from(signed?.signedText ?? []).toString()).toBe(`# - x\r\n${A}  a`);
  });

  test("a list with signify's signature, over exactly what is below it", () => {
    const list = parse(file("SHA256.sig"), "SHA256.sig");
    expect(short(list).map(([name, , , line]) => [name, line])).toEqual([
      ["a.txt", 3],
      ["b c.txt", 4],
      ["linux/tool.tgz", 5],
    ]);
    if (list.signed?.kind !== "signify") throw new Error("expected signify's signature");
    expect(list.signed.comment).toBe("verify with k.pub");
    const base64 = file("signify.pub").toString().split("\n")[1] ?? "";
    const raw = Buffer.from(base64, "base64").subarray(10);
    const jwk = { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") };
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const { signedText, signature } = list.signed;
    expect(verify(null, signedText, key, signature.subarray(10))).toBe(true);
  });
});

describe("parseChecksums refuses", () => {
  const armored = (inside: string, before = "", after = "") =>
    `${before}-----BEGIN PGP SIGNED MESSAGE-----\n${inside}\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n${after}`;
  const signify = `untrusted comment: x\n${Buffer.concat([Buffer.from("Ed"), Buffer.alloc(72)]).toString("base64")}\n`;
  test.each<[why: string, text: string | Uint8Array, line: number, found: string, what?: string]>([
    ["nothing", "", 1, "found none"],
    ["comments alone", "# x\n", 1, "found none"],
    ["a line of text", `${A}  a\nhello\n`, 2, 'found "hello"'],
    ["a digest without a name in a list", `${A}  a\n${B}\n`, 2, "the name of a file"],
    ["an empty name", `${A}  \n`, 1, "the name of a file"],
    ["an empty name in brackets", `SHA256 () = ${A}\n`, 1, "the name of a file"],
    [
      "a digest cut short",
      `SHA256 (a) = ${A.slice(1)}\n`,
      1,
      "64 hex digits, as sha256 has, found 63",
    ],
    ["a digest that is too long", `SHA256 (a) = ${A}0\n`, 1, "found 65"],
    ["an unknown algorithm", `WHIRLPOOL (a) = ${SHA512}\n`, 1, 'found "WHIRLPOOL"'],
    ["a keyed digest", `HMAC-SHA2-256(a)= ${A}\n`, 1, 'found "HMAC-SHA2-256"'],
    ["an escape that is none", `\\${A}  a\\tb\n`, 1, 'found "\\\\t"'],
    ["a backslash at the end of an escaped name", `\\${A}  a\\\n`, 1, "only the escapes"],
    ["a CR within a line", `${A}  a\r${B}  b\n`, 1, "a CR within"],
    [
      "two characters after one",
      `${A} a\n${B}  b\n`,
      2,
      "one character between digest and name, as before, found two",
    ],
    ["one character after two", `${A}  a\n${B} b\n`, 2, "two characters between"],
    ["a page", "<!DOCTYPE html>\n<html></html>\n", 1, "<!DOCTYPE"],
    ["a record without its NUL", `${A}  a\0${B}  b`, 2, "NUL at the end"],
    ["an escape in a record", `\\${A}  a\\n\0`, 1, "no escapes"],
    ["an empty record", `${A}  a\0\0`, 2, "a digest and the name"],
    ["a name that is longer than any path", `${A}  ${"x".repeat(4097)}\n`, 1, "at most 4096"],
    ["half a character of UTF-16", utf16(`${A}  a`).subarray(0, -1), 1, "half a character"],
    ["half a pair of UTF-16", utf16(`${A}  \ud83d\n`), 1, "half a character"],
    ["UTF-16 in big-endian", utf16(`${A}  a\n`).swap16(), 1, "big-endian"],
    ["a digest alone in a list", `${A}\n`, 1, "a digest alone"],
    ["text before a signed text", armored(`\n${A}  a`, `${B}  b\n`), 1, "a text outside of it"],
    ["text after the signature", armored(`\n${A}  a`, "", `\n${B}  b\n`), 9, "not signed"],
    ["a second signed text", armored(`\n${A}  a`) + armored(`\n${B}  b`), 8, "not signed"],
    ["a line above the empty line", armored(`${A}  a`), 2, "a Hash header or an empty line"],
    ["an armor header of PGP's own", armored(`NotDashEscaped: x\n\n${A}  a`), 2, "a Hash header"],
    ["white space for the empty line", armored(` \n${A}  a`), 2, "a Hash header"],
    [
      "a line that should be dash-escaped",
      armored(`\n-----BEGIN PGP SIGNED MESSAGE-----\n\n${A}  a`),
      3,
      "dash-escaped",
    ],
    [
      "a signed text without its signature",
      `-----BEGIN PGP SIGNED MESSAGE-----\n\n${A}  a\n`,
      3,
      "with its signature, found the end",
    ],
    [
      "a signature without its end",
      armored(`\n${A}  a`).replace(/-----END.*\n/, ""),
      6,
      "found the end",
    ],
    [
      "another armor in the signature",
      armored(`\n${A}  a`).replace("\nx\n", "\n-----BEGIN PGP SIGNATURE-----\n"),
      6,
      "another armor line",
    ],
    [
      "a signature alone",
      "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n",
      1,
      "nothing but signed text",
    ],
    ["an armor further down", `${A}  a\n${armored(`\n${B}  b`)}`, 1, "a text outside of it"],
    [
      "a byte order mark before a signed text",
      `\ufeff${armored(`\n${A}  a`)}`,
      1,
      "a byte order mark",
    ],
    [
      "a byte order mark before signify's comment",
      `\ufeff${signify}${A}  a\n`,
      1,
      "a byte order mark",
    ],
    ["signify's signature alone", signify, 2, "no list"],
    ["another tool's signature", `${signify.replace("RW", "RU")}${A}  a\n`, 2, "another kind"],
    ["a signature that is no base64", `${signify.replace("RW", "R ")}${A}  a\n`, 2, "another text"],
    ["one that is too short", `untrusted comment: x\nRWQ=\n${A}  a\n`, 2, "another kind"],
    [
      "a prehashed signature of minisign",
      `${signify.replace(/\n.*/, `\n${Buffer.concat([Buffer.from("ED"), Buffer.alloc(72)]).toString("base64")}`)}${A}  a\n`,
      2,
      "another kind",
    ],
    ["a field that PowerShell has not", `Algorithm : SHA256\nSize : 3\n`, 2, "once each"],
    ["a field twice", `Hash : ${A}\nHash : ${A}\n`, 2, "once each"],
    [
      "a path that was wrapped",
      `Algorithm : SHA256\nHash : ${A}\nPath : C:\\a\n       b\n`,
      4,
      "once each",
    ],
    ["a missing field", `Algorithm : SHA256\nPath : C:\\a\n`, 2, "a value for Hash"],
    [
      "a field without its value",
      `Algorithm : SHA256\nHash : \nPath : C:\\a\n`,
      2,
      "a value for Hash",
    ],
    [
      "a folder for a file",
      `Algorithm : SHA256\nHash : ${A}\nPath : C:\\a\\\n`,
      3,
      "the path of a file",
    ],
    [
      "PowerShell with an unknown algorithm",
      `Algorithm : MACTripleDES\nHash : ${A}\nPath : a\n`,
      1,
      "MACTripleDES",
    ],
    [
      "PowerShell with another length",
      `Algorithm : SHA512\nHash : ${A}\nPath : a\n`,
      2,
      "128 hex digits",
    ],
    [
      "PowerShell's table",
      "Algorithm       Hash     Path\n---------       ----     ----\n",
      1,
      'found "Algorithm',
    ],
  ])("%s", (_why, text, line, found, what) => {
    expect(() => parse(text, what)).toThrow(
      expect.objectContaining({
        code: "CHECKSUMS_MALFORMED",
        details: { line },
        message: expect.stringContaining(found),
      }),
    );
  });

  test.each<[why: string, text: string]>([
    ["two digests of one file", `${A}  x\n${B}  x\n`],
    ["two digests of one file in two spellings", `${A}  x\n${B}  .//./x\n`],
    ["two digests in two forms", `${A}  x\nSHA256 (x) = ${B}\n`],
    [
      "two files of one name, whose folders are the writer's",
      `Algorithm : SHA256\nHash : ${A}\nPath : C:\\a\\x\n\nAlgorithm : SHA256\nHash : ${B}\nPath : C:\\b\\x\n`,
    ],
  ])("%s", (_why, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "CHECKSUMS_CONFLICT" }));
  });

  test("bytes that are no text", () => {
    expect(() => parse(Buffer.from([...Buffer.from(`${A}  `), 0xff, 0x0a]))).toThrow(
      expect.objectContaining({ code: "UTF8_MALFORMED" }),
    );
  });

  test("more than is read", () => {
    const line = `${A}  a\n`;
    const list = (bytes: number) => Buffer.from(line.padEnd(bytes, "\n"));
    expect(() => parse(list(MAX_CHECKSUMS_BYTES))).not.toThrow();
    expect(() => parse(list(MAX_CHECKSUMS_BYTES + 1))).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE" }),
    );
  });

  test("more checksums than are read", () => {
    const list = (count: number) =>
      Array.from({ length: count }, (_, index) => `${A.slice(32)}  ${index}`).join("\n");
    expect(parse(list(MAX_CHECKSUMS), "x").entries).toHaveLength(MAX_CHECKSUMS);
    expect(() => parse(list(MAX_CHECKSUMS + 1), "x")).toThrow(/at most 100000 checksums/);
  });

  test("neither long lines nor many spaces in more than a moment", () => {
    const spaces = " ".repeat(MAX_CHECKSUMS_BYTES - 1000);
    expect(() => parse(`${A}  ${spaces}x`)).toThrow(/at most 4096/);
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\n\n${spaces}x\n-----BEGIN PGP SIGNATURE-----\n`;
    expect(() => parse(signed)).toThrow(/with its signature/);
  });
});

describe("the algorithm of a digest that nothing names", () => {
  const hex = (digits: number) => SHA512.slice(0, digits);
  test.each<[list: string, digits: number, algorithm: string]>([
    ["SHA256SUMS", 64, "sha256"],
    ["SHASUMS256.txt", 64, "sha256"],
    ["sha256sum.txt", 64, "sha256"],
    ["trivy_0.70.0_checksums.txt", 64, "sha256"],
    ["checksums.txt", 128, "sha512"],
    ["SHASUM", 56, "sha224"],
    ["hashes.txt", 96, "sha384"],
    ["sha2-512.txt", 128, "sha512"],
    ["SHA512SUMS", 64, "sha512-256"],
    ["sha3-256sums.txt", 64, "sha3-256"],
    ["B2SUMS", 128, "blake2b-512"],
    ["B2SUMS", 64, "blake2b-256"],
    ["b3sums", 64, "blake3"],
    ["list.b3", 64, "blake3"],
    ["x.blake2s", 64, "blake2s-256"],
    ["x.sm3", 64, "sm3"],
    ["wasm3_checksums.txt", 64, "sha256"],
    ["MD5SUMS", 32, "md5"],
    ["list", 32, "md5"],
    ["list", 40, "sha1"],
    ["SHA1SUMS", 40, "sha1"],
    ["md5-and-sha256.txt", 64, "sha256"],
  ])("in %s with %i digits is %s", (list, digits, algorithm) => {
    expect(parse(`${hex(digits)}  a\n`, `dist/${list}`).entries[0]?.algorithm).toBe(algorithm);
  });

  test.each<[list: string, digits: number, message: string]>([
    ["list", 64, "to be told which of sha256, sha512-256, sha3-256"],
    ["list", 128, "to be told which of sha512, sha3-512, blake2b-512"],
    ["checksums.txt", 48, "a digest of 32, 40, 56, 64, 96, 128 hex digits"],
    ["SHA256SUMS", 32, "a digest by sha256, as the name of the list says"],
    ["sha256-sha3-256.txt", 64, "to be told which of"],
    ["SHA1SUMS", 64, "a digest by sha1"],
  ])("in %s with %i digits is refused", (list, digits, message) => {
    expect(() => parse(`${hex(digits)}  a\n`, list)).toThrow(
      expect.objectContaining({
        code: "CHECKSUMS_ALGORITHM",
        details: { line: 1, digits },
        message: expect.stringContaining(message),
      }),
    );
  });

  test("is what the caller says", () => {
    const options = { what: "list", algorithm: "blake3" } as const;
    expect(parseChecksums(Buffer.from(`${A}  a\n`), options).entries[0]?.algorithm).toBe("blake3");
    expect(() => parseChecksums(Buffer.from(`${SHA512}  a\n`), options)).toThrow(
      /expected 64 hex digits, as blake3 has, found 128/,
    );
  });

  test("and the file of one that stands alone", () => {
    const options = { what: "x.txt", algorithm: "sha256", file: "tool" } as const;
    expect(parseChecksums(Buffer.from(A), options).entries[0]?.name).toBe("tool");
  });
});

describe("whatever comes, a list or a refusal", () => {
  const seeds = [
    `${A}  a.txt\n\\${B} *n\\nl\n`,
    `SHA256 (a) = ${A}\nSHA2-256(b)= ${B}\n`,
    `Algorithm : SHA256\nHash : ${A}\nPath : C:\\a\n`,
    file("SHA256.sig").toString(),
    file("SHA256SUMS.asc").toString(),
  ].map((text) => Buffer.from(text));

  test("for every prefix", () => {
    for (const seed of [...seeds, utf16(`${A}  a\r\n`)])
      for (let end = 0; end <= seed.length; end++) attempt(seed.subarray(0, end));
  });

  test.prop([fc.constantFrom(...seeds), fc.nat(), fc.nat(255)])(
    "for every changed byte",
    (seed, at, byte) => {
      const bytes = Buffer.from(seed);
      bytes[at % bytes.length] = byte;
      attempt(bytes);
    },
  );

  test.prop([fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" }).map(Buffer.from))])(
    "for any bytes",
    (bytes) => attempt(bytes),
  );

  test.prop([
    fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 1, maxLength: 5 }),
  ])("reads back names that were escaped", (names) => {
    const distinct = [...new Set(names.map((name) => name.replaceAll("\0", "") || "x"))].filter(
      (name) => name.isWellFormed(),
    );
    fc.pre(distinct.length > 0);
    const escaped = distinct.map((name) => {
      const safe = name.replace(/[\\\n\r]/g, (c) => ({ "\n": "\\n", "\r": "\\r" })[c] ?? "\\\\");
      return safe === name ? `${A}  ${name}\n` : `\\${A}  ${safe}\n`;
    });
    const found = parse(escaped.join("")).entries.map(({ name }) => name);
    expect(found.length).toBeGreaterThan(0);
    for (const name of found) expect(distinct).toContain(name);
  });

  function attempt(bytes: Uint8Array): void {
    try {
      expect(parse(bytes).entries.length).toBeGreaterThan(0);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
    }
  }
});
