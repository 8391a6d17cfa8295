import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Checks } from "./checks.ts";
import { runLockseal } from "./lockseal.ts";
import { prepareNpmPeer } from "./npm-peer.ts";

const CHROMIUM = "/usr/bin/chromium";
// What a machine without a way out needs, so that the browser does not look for one.
const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const EVIL = "\u001b[31m<script>alert(1)</script>&'\"]]> [x](javascript:1)";

/** Lets those read our reports for whom they are: a validator of SARIF, a reader of XML, a browser. */
export async function checkReportReaders(checks: Checks, folder: string): Promise<void> {
  writeFileSync(join(folder, "good.txt"), `click==8.1.7 --hash=sha256:${"0".repeat(64)}\n`);
  writeFileSync(join(folder, "bad.txt"), `click>=8\n# ${EVIL}\n--${EVIL}\n`);
  const reports = ["sarif", "junit", "html"].flatMap((kind) => ["--report", `${kind}=out.${kind}`]);
  const { status, output } = runLockseal(["lint", "good.txt", "bad.txt", ...reports], {}, folder);
  if (status !== 1) throw new Error(`expected exit 1, found ${status}: ${output}`);
  await checks.check("sarif-multitool finds no error in our SARIF", () => validateSarif(folder));
  await checks.check("Python reads our JUnit and counts as we do", () => readJunit(folder));
  await checkPage(checks, folder);
}

function validateSarif(folder: string): string | undefined {
  const home = prepareNpmPeer("@microsoft/sarif-multitool", "5.7.0", process.env);
  const program = join(home, "../sarif-multitool-linux/Sarif.Multitool");
  chmodSync(program, 0o755);
  const { status, stdout, stderr } = spawnSync(program, ["validate", "out.sarif"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
  });
  const text = `${stdout}${stderr}`;
  if (status !== 0 || !text.includes("Analysis completed successfully")) return text;
  return /: error /.exec(text) === null ? undefined : text;
}

function readJunit(folder: string): string | undefined {
  const script = `import sys, xml.etree.ElementTree as E
root = E.parse(sys.argv[1]).getroot()
cases = root.findall("./testsuite/testcase")
print(root.get("tests") == str(len(cases)), root.get("failures") == str(len(root.findall(".//failure"))), len(cases) > 2)`;
  const { stdout, stderr } = spawnSync("python3", ["-c", script, join(folder, "out.junit")], {
    encoding: "utf8",
  });
  return stdout.trim() === "True True True" ? undefined : `${stdout}${stderr}`;
}

/** The part of playwright-core that is used; it is no dependency, so that its declarations are not here. */
interface Browser {
  newContext(options: object): Promise<{
    newPage(): Promise<Page>;
    close(): Promise<void>;
  }>;
  close(): Promise<void>;
}

interface Page {
  on(event: "request", listener: (request: { url(): string }) => void): void;
  on(event: "pageerror" | "dialog", listener: (event: unknown) => void): void;
  goto(url: string): Promise<unknown>;
  fill(selector: string, text: string): Promise<void>;
  uncheck(selector: string): Promise<void>;
  evaluate(script: string): Promise<unknown>;
}

async function checkPage(checks: Checks, folder: string): Promise<void> {
  const playwright = await import(
    pathToFileURL(join(prepareNpmPeer("playwright-core", "1.65.1", process.env), "index.mjs")).href
  );
  const axe = join(prepareNpmPeer("axe-core", "4.14.1", process.env), "axe.min.js");
  const browser: Browser = await playwright.chromium.launch({
    executablePath: CHROMIUM,
    args: CHROMIUM_ARGUMENTS,
  });
  const url = pathToFileURL(join(folder, "out.html")).href;
  const open = async (javaScriptEnabled: boolean, width = 1200) => {
    const viewport = { width, height: 800 };
    const context = await browser.newContext({ javaScriptEnabled, viewport });
    const page = await context.newPage();
    const seen: string[] = [];
    page.on("request", (request) => seen.push(request.url()));
    page.on("pageerror", (error) => seen.push(String(error)));
    page.on("dialog", () => seen.push("a dialog"));
    await page.goto(url);
    return { page, seen, close: () => context.close() };
  };
  const visible = "[...document.querySelectorAll('tbody tr')].filter((row) => !row.hidden).length";
  try {
    const { page, seen, close } = await open(true);
    const all = Number(await page.evaluate(visible));
    await checks.check(
      "Chromium shows the page, asks for nothing else and runs nothing foreign",
      () => (all > 2 && seen.join() === url ? undefined : `${all} rows, ${seen.join()}`),
    );
    await checks.check("axe finds nothing to object to in the page", async () => {
      await page.evaluate(readFileSync(axe, "utf8"));
      const found = await page.evaluate(
        "axe.run().then((r) => r.violations.map((v) => v.id).join())",
      );
      return found === "" ? undefined : String(found);
    });
    await checks.check("the page filters by subject and by verdict", async () => {
      await page.fill("input[type=search]", "good.txt");
      const good = Number(await page.evaluate(visible));
      await page.fill("input[type=search]", "");
      await page.uncheck("input[name=refused]");
      const held = Number(await page.evaluate(visible));
      return good === 1 && held === 1 ? undefined : `${good} and ${held} rows of ${all}`;
    });
    await close();
    const narrow = await open(true, 390);
    await checks.check("the page can be read on a telephone", async () => {
      const wide = Number(await narrow.page.evaluate("document.documentElement.scrollWidth"));
      const longest = Number(
        await narrow.page.evaluate(
          "Math.max(...[...document.querySelectorAll('tbody tr')].map((row) => row.offsetHeight))",
        ),
      );
      return wide <= 390 && longest < 800 ? undefined : `${wide} wide, a row of ${longest}`;
    });
    await narrow.close();
    const bare = await open(false);
    await checks.check("the page can be read without scripts", async () => {
      const rows = Number(await bare.page.evaluate(visible));
      const form = await bare.page.evaluate("document.querySelector('form').hidden");
      return rows === all && form === true ? undefined : `${rows} rows of ${all}, form ${form}`;
    });
    await bare.close();
  } finally {
    await browser.close();
  }
}
