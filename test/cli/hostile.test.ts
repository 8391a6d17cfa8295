import { describe, expect, test } from "vitest";
import { formatKeyBundle } from "../../src/envelope/bundle.ts";
import { signDsseBundle } from "../../src/envelope/bundle-signature.ts";
import { ALICE, BOB, Checkout, pin, sha256 } from "../fakes/checkout.ts";
import { run } from "../fakes/streams.ts";

/** What a terminal or a CI log would obey, in the order: colours, a title, bidirectional text, commands. */
const EVIL =
  "\u001b[31m\u001b]0;x\u0007\u202e::set-output name=a::b ##[command] ##vso[task.x]\u2028\u009b1m";
const ACTS = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|::|##\[|##vso\[/u;

/** Runs a command in text and in JSON, and gives the text once nothing in either can act. */
async function harmless(words: readonly string[], cwd: string): Promise<string> {
  const text = await run(words, { cwd });
  const json = await run([...words, "--json"], { cwd });
  for (const output of [text.stdout, text.stderr, json.stdout, json.stderr]) {
    expect(output.replaceAll("\n", "")).not.toMatch(ACTS);
    expect(output).not.toContain("    at ");
    for (const line of output.split("\n")) expect(line).not.toMatch(/^\s*(?:::|##)/);
  }
  expect(text.exitCode).toBe(json.exitCode);
  expect([1, 2, 3, 4, 0]).toContain(text.exitCode);
  if (json.stdout !== "") JSON.parse(json.stdout);
  return text.stdout + text.stderr;
}

const commandsOn = (file: string, checkout: Checkout) => [
  ["lint", file],
  ["sign", file, "--key", checkout.keys.at("alice.key")],
  ["verify", file, "--key", checkout.keys.at("alice.pub")],
  ["inspect", file],
  ["diff", file, "clean.txt"],
];

describe("nothing acts on a terminal or a log", () => {
  test.each<[why: string, lock: string]>([
    ["a comment", `# ${EVIL}\n${pin("click", "8.1.7")}`],
    ["a name", `${EVIL}==1 --hash=sha256:${sha256("")}\n`],
    ["a version", `click==${EVIL}\n`],
    ["a marker", `click==1; python_version < "${EVIL}" --hash=sha256:${sha256("")}\n`],
    ["an option", `--${EVIL}\n`],
    ["a hash", `click==1 --hash=sha256:${EVIL}\n`],
    ["an include", `-r ${EVIL}\n`],
    ["an include with commands alone", "-r ::error::x\n-r ##[x]\n"],
    ["a link", `click @ https://h/${EVIL}\n`],
  ])("from %s", async (_why, lock) => {
    const checkout = new Checkout();
    checkout.write("r.txt", lock).write("clean.txt", pin("click", "8.1.7"));
    for (const words of commandsOn("r.txt", checkout)) await harmless(words, checkout.path);
  });

  test.each<[why: string, name: string]>([
    ["everything", EVIL.replaceAll("/", "")],
    ["a command", "::error file=x::y"],
    ["a colon, to which the report adds its own", ":"],
    ["a group", "##[group]x"],
    ["a line end", "a\n::error::b"],
  ])("from a file's name: %s", async (_why, name) => {
    const checkout = new Checkout();
    checkout.write(name, pin("click", "8.1.7", "x")).write("clean.txt", pin("click", "8.1.7"));
    for (const words of commandsOn(name, checkout)) await harmless(words, checkout.path);
    await harmless(["verify", "clean.txt", "--key", name], checkout.path);
    await harmless(["verify", "clean.txt", "--key", `env://${name}`], checkout.path);
    await harmless(["keygen", "--type", name], checkout.path);
    await harmless(["lint", "clean.txt", `--${name}`], checkout.path);
  });

  test("from any field of a bundle, signed or not", async () => {
    const checkout = new Checkout();
    checkout.write("r.txt", pin("click", "8.1.7"));
    const statement = {
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: EVIL, digest: { sha256: sha256("") } }],
      predicateType: `https://example.org/${EVIL}`,
      predicate: { x: EVIL },
    };
    for (const [type, payload] of [
      ["application/vnd.in-toto+json", JSON.stringify(statement)],
      ["application/vnd.in-toto+json", EVIL],
    ] as const) {
      for (const { key } of [ALICE, BOB]) {
        const bundle = signDsseBundle(type, Buffer.from(payload), key);
        checkout.write("r.txt.sigstore.json", formatKeyBundle(bundle));
        await harmless(["inspect", "r.txt.sigstore.json"], checkout.path);
        await harmless(["verify", "r.txt", "--key", checkout.keys.at("alice.pub")], checkout.path);
      }
    }
    const good = JSON.parse(checkout.read("r.txt.sigstore.json"));
    for (const bad of [
      { ...good, mediaType: EVIL },
      { ...good, [EVIL]: 1 },
      { ...good, verificationMaterial: { publicKey: { hint: EVIL } } },
      { ...good, dsseEnvelope: { ...good.dsseEnvelope, payloadType: EVIL } },
      { ...good, dsseEnvelope: { ...good.dsseEnvelope, payload: EVIL } },
    ]) {
      checkout.write("r.txt.sigstore.json", `${JSON.stringify(bad)}\n`);
      await harmless(["inspect", "r.txt.sigstore.json"], checkout.path);
      await harmless(["verify", "r.txt", "--key", checkout.keys.at("alice.pub")], checkout.path);
    }
  });

  test("from the origin of a checkout", async () => {
    const checkout = new Checkout(`https://h/${EVIL}`);
    checkout.write("r.txt", pin("click", "8.1.7"));
    for (const words of commandsOn("r.txt", checkout).slice(0, 3))
      await harmless(words, checkout.path);
  });

  test("and what was escaped can still be read", async () => {
    const checkout = new Checkout();
    checkout.write("r.txt", "-r ::error::\u001b[31mx\n");
    expect(await harmless(["lint", "r.txt"], checkout.path)).toMatch(/x/);
  });
});

/** What the surfaces beyond a terminal would obey: tags, links, mentions, the end of a section of XML. */
const MARKUP = `<img src=x onerror=alert(1)></script><script>alert(1)</script> [x](https://evil.example) ![x](https://evil.example/x.png) @everyone ]]> %0A::error::x`;
const HOSTILE = `# ${EVIL} ${MARKUP}\n${EVIL}${MARKUP}==1\n--${EVIL}${MARKUP}\n-r ${EVIL}${MARKUP}\nclick>=8 # ${MARKUP}\n`;
const HOSTILE_NAME = `a<img src=x>[y](z)@all%0A::error::b\u202e\u001b[31m?#.txt`;

describe("one hostile lock on every surface", () => {
  test.each<[kind: string, look: (report: string) => void]>([
    ["text", (report) => expect(report).not.toMatch(/^\s*(?:::|##)/m)],
    ["json", (report) => expect(JSON.parse(report)).toHaveProperty("findings")],
    [
      "sarif",
      (report) => {
        const { runs } = JSON.parse(report);
        const uris = [...report.matchAll(/"uri": ?("(?:[^"\\]|\\.)*")/g)].map(([, uri = ""]) =>
          JSON.parse(uri),
        );
        expect(runs[0].results.length).toBeGreaterThan(3);
        expect(uris.length).toBeGreaterThan(3);
        for (const uri of uris) {
          const { host, search, hash } = new URL(uri, "file:///checkout/");
          expect({ host, search, hash }).toEqual({ host: "", search: "", hash: "" });
        }
      },
    ],
    [
      "github",
      (report) => {
        for (const line of report.trimEnd().split("\n"))
          expect(line).toMatch(/^::(?:error|warning|notice) [^\n]*?::(?!.*::(?:error|set-output))/);
      },
    ],
    ["gitlab", (report) => expect(JSON.parse(report).length).toBeGreaterThan(3)],
    ["summary", isPlainMarkdown],
    ["markdown", isPlainMarkdown],
    ["junit", (report) => expect(report).not.toMatch(/<img|<script|]]>/)],
    [
      "html",
      (report) =>
        expect(report).not.toMatch(/<img|<\/script>\s*<script>alert|href="https:\/\/evil/),
    ],
  ])("%s", async (kind, look) => {
    const checkout = new Checkout();
    checkout.write("r.txt", HOSTILE).write(HOSTILE_NAME, HOSTILE);
    const key = checkout.keys.at("alice.pub");
    for (const words of [
      ["lint", "r.txt", HOSTILE_NAME],
      ["verify", HOSTILE_NAME, "--key", key],
      ["audit", "."],
    ]) {
      const { exitCode } = await run([...words, "--report", `${kind}=report`], {
        cwd: checkout.path,
      });
      expect([1, 2, 3]).toContain(exitCode);
      if (words[0] !== "lint") continue;
      const report = checkout.read("report");
      expect(report.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      look(report);
    }
  });
});

function isPlainMarkdown(report: string): void {
  expect(report).not.toMatch(/(?<!\\)<img|(?<!\\)<script|(?<![\\`])\]\(https:\/\/evil/);
  expect(report).not.toMatch(/(?<![\\\w&#])@everyone/);
}
