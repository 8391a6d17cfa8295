import { fc, test as prop } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/finding.ts";
import { formatAnnotations } from "../../src/report/github.ts";
import { formatGitlab } from "../../src/report/gitlab.ts";
import { formatHtml } from "../../src/report/html.ts";
import { formatJson, formatJsonReport } from "../../src/report/json.ts";
import { formatJunit } from "../../src/report/junit.ts";
import { formatMarkdown, formatUpTo } from "../../src/report/markdown.ts";
import { escapeMarkdown, escapeMarkup } from "../../src/report/markup.ts";
import { headline, type Reported, worstFirst } from "../../src/report/reported.ts";
import { formatSarif, uriOf } from "../../src/report/sarif.ts";
import { formatTextReport } from "../../src/report/text.ts";

const REFUSED: Finding = {
  rule: "LOCK_NOT_PINNED",
  verdict: "refused",
  subject: "r.txt",
  message: "expected foo pinned by ==, found >=1",
  expected: "==",
  found: ">=1",
  where: { file: "r.txt", line: 3, column: 1 },
  help: "pin it",
};
const WARNED: Finding = { rule: "EXPIRY", verdict: "warned", subject: "w.txt", message: "soon" };
const NOTED: Finding = {
  rule: "SIGNATURE",
  verdict: "noted",
  subject: "n.txt",
  message: "by the way",
};
const PASSED: Finding = {
  rule: "LOCK_STRICT",
  verdict: "passed",
  subject: "p.txt",
  message: "holds",
};
const ALL = [PASSED, NOTED, WARNED, REFUSED];

const FORMATS = {
  text: formatTextReport,
  json: formatJsonReport,
  sarif: formatSarif,
  github: formatAnnotations,
  gitlab: formatGitlab,
  junit: formatJunit,
  markdown: formatMarkdown,
  html: formatHtml,
};

function reported(findings: readonly Finding[], exitCode = 1): Reported {
  return { command: "verify", exitCode, version: "0.1.0", findings, fields: {} };
}

const whole = (chunks: Iterable<string>): string => [...chunks].join("");

const EXPLANATION = {
  what: "What <it> is.",
  why: "Why.",
  attack: "Somebody.",
  fix: "`lockseal lint`.",
} as const;

describe("one verdict", () => {
  test("is sorted by what matters, and otherwise stays in order", () => {
    expect(
      worstFirst([...ALL, { ...REFUSED, rule: "LOCK_EMPTY" }]).map(({ rule }) => rule),
    ).toEqual(["LOCK_NOT_PINNED", "LOCK_EMPTY", "EXPIRY", "SIGNATURE", "LOCK_STRICT"]);
  });

  test.each<[exitCode: number, findings: Finding[], line: string]>([
    [0, [PASSED, PASSED], "lockseal verify: verified (exit 0): 2 ok"],
    [1, ALL, "lockseal verify: refused (exit 1): 1 refused, 1 warning, 1 note, 1 ok"],
    [1, [REFUSED, WARNED, WARNED], "lockseal verify: refused (exit 1): 1 refused, 2 warnings"],
    [3, [], "lockseal verify: nothing to verify (exit 3)"],
    [5, [REFUSED], "lockseal verify: could not decide (exit 5): 1 refused"],
  ])("with exit %i has a headline", (exitCode, findings, line) => {
    expect(headline(reported(findings, exitCode))).toBe(line);
  });
});

describe("text", () => {
  test("is what a terminal shows, without colours, under a headline", () => {
    expect(whole(formatTextReport(reported([REFUSED])))).toBe(
      "lockseal verify: refused (exit 1): 1 refused\n" +
        "r.txt:3:1: error: expected foo pinned by ==, found >=1 [LOCK_NOT_PINNED]\n    hint: pin it\n",
    );
  });
});

describe("json", () => {
  prop.prop([fc.dictionary(fc.string(), fc.jsonValue())])("is what --json prints", (fields) => {
    const verdict = { ...reported(ALL), fields };
    expect(JSON.parse(whole(formatJsonReport(verdict)))).toEqual(
      JSON.parse(formatJson("verify", 1, { findings: ALL, ...fields })),
    );
  });
});

describe("sarif", () => {
  const sarif = (findings: readonly Finding[], exitCode = 1) =>
    JSON.parse(whole(formatSarif(reported(findings, exitCode))));

  test("has the version, the tool and a result each", () => {
    const { version, runs } = sarif(ALL);
    expect([version, runs.length]).toEqual(["2.1.0", 1]);
    const [run] = runs;
    expect([run.tool.driver.name, run.tool.driver.semanticVersion]).toEqual(["lockseal", "0.1.0"]);
    expect(run.results.map((one: { level: string }) => one.level)).toEqual([
      "none",
      "note",
      "warning",
      "error",
    ]);
    for (const { ruleId, ruleIndex } of run.results)
      expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test("places a result in code points, with the region only where there is one", () => {
    const [run] = sarif([REFUSED, WARNED]).runs;
    expect(run.columnKind).toBe("unicodeCodePoints");
    expect(
      run.results.map(
        (one: { locations: { physicalLocation: unknown }[] }) => one.locations[0]?.physicalLocation,
      ),
    ).toEqual([
      { artifactLocation: { uri: "r.txt" }, region: { startLine: 3, startColumn: 1 } },
      { artifactLocation: { uri: "w.txt" } },
    ]);
  });

  test("says of each rule what it is about, where that is known", () => {
    const explain = (rule: string) => (rule === "EXPIRY" ? undefined : EXPLANATION);
    const verdict = { ...reported([REFUSED, WARNED, REFUSED]), explain };
    const [run] = JSON.parse(whole(formatSarif(verdict))).runs;
    expect(run.tool.driver.rules).toEqual([
      { id: "EXPIRY", shortDescription: { text: "EXPIRY" } },
      {
        id: "LOCK_NOT_PINNED",
        shortDescription: { text: "What <it> is." },
        fullDescription: { text: "What <it> is. Why." },
        help: {
          text: "Why.\n\nAttack: Somebody.\n\nFix: `lockseal lint`.",
          markdown: "Why.\n\nAttack: Somebody.\n\n**Fix.** `lockseal lint`.",
        },
      },
    ]);
  });

  test("gives what held the kind that demands the level none", () => {
    const [run] = sarif([PASSED], 0).runs;
    expect([run.results[0].kind, run.results[0].level]).toEqual(["pass", "none"]);
  });

  test.each([
    [0, true],
    [1, true],
    [3, true],
    [2, false],
    [5, false],
    [70, false],
  ])("with exit %i says whether the run could do its work", (exitCode, isDone) => {
    const [run] = sarif([REFUSED], exitCode).runs;
    expect(run.invocations).toEqual([{ executionSuccessful: isDone, exitCode }]);
  });

  test.each([
    ["a path", "a/b.txt", "a/b.txt"],
    ["an absolute path", "/a b", "file:///a%20b"],
    ["what looks like a scheme", "javascript:alert(1)", "javascript%3Aalert%281%29"],
    ["a query and a fragment", "a?b#c", "a%3Fb%23c"],
    ["other letters", "é", "%C3%A9"],
    ["half a character", "\ud800", "%EF%BF%BD"],
    ["a percent sign", "%2e", "%252e"],
  ])("makes a URI reference of %s", (_why, path, uri) => {
    expect(uriOf(path)).toBe(uri);
  });
});

describe("html", () => {
  test("colours each verdict's word by itself", () => {
    const page = whole(formatHtml(reported(ALL)));
    for (const verdict of ["refused", "warned", "passed"])
      expect(page).toMatch(new RegExp(`^\\.${verdict} td:first-child \\{ color: `, "m"));
    expect(page).not.toMatch(/^td:first-child \{ color/m);
  });

  test("lets the name of a rule break between its words alone", () => {
    expect(whole(formatHtml(reported([REFUSED])))).toContain(
      "<td>LOCK_<wbr>NOT_<wbr>PINNED</td></tr>",
    );
  });

  test("says once what each rule is about that refuses or warns", () => {
    const verdict = { ...reported([...ALL, REFUSED]), explain: () => EXPLANATION };
    const page = whole(formatHtml(verdict));
    const about = page.slice(page.indexOf("<h2>"));
    expect([...about.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, rule]) => rule)).toEqual([
      "LOCK_NOT_PINNED",
      "EXPIRY",
    ]);
    expect(about).toContain("What &lt;it&gt; is.");
    expect(about).toContain("<dt>fix</dt><dd><code>lockseal lint</code>.</dd>");
    expect(whole(formatHtml(reported(ALL)))).not.toContain("<h2>");
  });
});

describe("github", () => {
  test("annotates what refuses and warns, worst first, at its place", () => {
    expect(whole(formatAnnotations(reported(ALL)))).toBe(
      "::error file=r.txt,line=3,col=1,title=LOCK_NOT_PINNED::expected foo pinned by ==, found >=1; pin it\n" +
        "::warning file=w.txt,title=EXPIRY::soon\n",
    );
  });

  test.each([
    [10, 10],
    [11, 11],
    [100, 11],
  ])("of %i findings writes %i lines", (count, lines) => {
    const findings = [...Array(count).keys()].map((line) => ({
      ...WARNED,
      where: { file: "r.txt", line: line + 1 },
    }));
    const text = whole(formatAnnotations(reported([...findings, { ...REFUSED }].slice(1))));
    expect(text.split("\n").length - 1).toBe(lines);
    expect(text.startsWith("::error ")).toBe(true);
    if (lines === 11)
      expect(text).toContain(
        `::notice title=lockseal::${count - 10} more ${count === 11 ? "finding" : "findings"} of lockseal verify`,
      );
  });

  test("escapes what would end a property or a line", () => {
    const findings = [{ ...WARNED, subject: "a:b,c\nd%", message: "100%\n::error::x" }];
    expect(whole(formatAnnotations(reported(findings)))).toBe(
      "::warning file=a%3Ab%2Cc\\nd%25,title=EXPIRY::100%25\\n\\x3a:error\\x3a:x\n",
    );
  });
});

describe("gitlab", () => {
  const entries = (findings: readonly Finding[]) =>
    JSON.parse(whole(formatGitlab(reported(findings))));

  test("lists what refuses, warns and is noted", () => {
    expect(entries(ALL).map((one: { severity: string }) => one.severity)).toEqual([
      "info",
      "minor",
      "blocker",
    ]);
    expect(entries([REFUSED])[0]).toMatchObject({
      check_name: "LOCK_NOT_PINNED",
      location: { path: "r.txt", lines: { begin: 3 } },
    });
  });

  test("keeps a fingerprint when lines move, and gives the same finding twice two", () => {
    const [first] = entries([REFUSED]);
    const [moved] = entries([{ ...REFUSED, where: { file: "r.txt", line: 9 } }]);
    expect(moved.fingerprint).toBe(first.fingerprint);
    const [one, two] = entries([REFUSED, REFUSED]);
    expect(one.fingerprint).not.toBe(two.fingerprint);
  });
});

describe("junit", () => {
  test("counts a case a finding", () => {
    const text = whole(formatJunit(reported(ALL)));
    expect(text.match(/<testcase /g)?.length).toBe(4);
    expect(text).toContain('tests="4" failures="1" errors="0"');
    expect(text.match(/<failure /g)?.length).toBe(1);
  });

  test("never counts as success what ended otherwise", () => {
    expect(whole(formatJunit(reported([], 3)))).toContain('tests="1" failures="0" errors="1"');
    expect(whole(formatJunit(reported([PASSED], 0)))).toContain('failures="0" errors="0"');
  });
});

describe("a summary", () => {
  const many = [...Array(5000).keys()].map((index) => ({ ...PASSED, subject: `p${index}` }));

  test("stays within its bytes, and counts what it leaves out", () => {
    const text = whole(formatUpTo(reported([...many, REFUSED]), 20_000));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(20_000);
    expect(text).toContain("LOCK\\_NOT\\_PINNED");
    const rows = text.match(/^\| ✅/gm)?.length ?? 0;
    expect(text).toContain(`${5000 - rows} more are left out here`);
  });

  test("is the Markdown report where there is room", () => {
    expect(whole(formatUpTo(reported(ALL), 1024 * 1024))).toBe(
      whole(formatMarkdown(reported(ALL))),
    );
  });
});

const EVIL =
  "\u001b[31m\u202e::error::x ##[command] <script>alert(1)</script> \"'& ]]> | `x` **b** [l](javascript:1) ![i](//h) @acme/team #1 http://h www.h \ufffe";

describe("foreign text", () => {
  const hostile: Finding = {
    rule: EVIL as Finding["rule"],
    verdict: "refused",
    subject: EVIL,
    message: EVIL,
    expected: EVIL,
    found: EVIL,
    where: { file: EVIL, line: 1 },
    help: EVIL,
  };
  const verdict = { ...reported([hostile]), command: EVIL };

  test.each(Object.entries(FORMATS))("acts nowhere in %s", (kind, format) => {
    const text = whole(format(verdict));
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    if (kind !== "github") expect(text).not.toMatch(/::error/);
    // Of our own there is one script in a page, and none anywhere else.
    if (kind === "html") expect(text.match(/<script/g)?.length).toBe(1);
    if (kind === "junit") {
      expect(text).not.toMatch(/<script|]]>|\ufffe/);
      expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
    }
    if (kind === "markdown") {
      expect(text).not.toMatch(/<(?!br>|!-- -->)/);
      expect(text).not.toMatch(/(?<!\\)[`*[\]]/);
      expect(text.replaceAll("&#39;", "")).not.toMatch(/[@#]\w|https?:\/\/|www\./);
      for (const row of text.split("\n").filter((line) => line.startsWith("|")))
        expect(row.match(/(?<!\\)\|/g)?.length).toBe(5);
    }
    if (kind === "sarif" || kind === "gitlab") JSON.parse(text);
  });

  test("in a page loads nothing from anywhere", () => {
    const text = whole(formatHtml(verdict));
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/<(?:link|img|iframe|object|embed|form [^h]|a )/);
    expect(text).not.toMatch(/<[^>]*\s(?:src|href|on\w+|style)=/);
  });

  prop.prop([fc.string({ unit: "binary" })])(
    "is no markup of HTML or XML, whatever it is",
    (text) => {
      expect(escapeMarkup(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)|[\ufffe\uffff]/);
    },
  );

  prop.prop([fc.string({ unit: "grapheme-ascii" })])("says the same in Markdown", (text) => {
    // By hand what a reader of CommonMark does: entities, escapes, comments.
    const read = escapeMarkdown(text)
      .replaceAll("<!-- -->", "")
      .replace(/&(amp|lt|gt|quot|#39);|\\([!-/:-@[-`{-~])/g, (_all, entity, mark) =>
        entity === undefined
          ? mark
          : { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" }[entity as "amp"],
      );
    expect(read.replaceAll("\\x3a", ":").replaceAll("\\x23", "#")).toBe(
      text.replaceAll("\\x3a", ":").replaceAll("\\x23", "#"),
    );
  });
});
