import { sha256Hex } from "../bytes/digest.ts";
import type { Finding, FindingVerdict } from "../finding.ts";
import { escapeMarkup } from "./markup.ts";
import {
  countVerdicts,
  headline,
  placeOf,
  type Reported,
  VERDICT_WORDS,
  worstFirst,
} from "./reported.ts";

const VERDICTS: readonly FindingVerdict[] = ["refused", "warned", "noted", "passed"];

const STYLE = `
:root { color-scheme: light dark; --line: #c9ced6; --soft: #eef1f5; }
@media (prefers-color-scheme: dark) { :root { --line: #4a5059; --soft: #22262c; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; margin: 1rem 0; padding: .75rem; background: var(--soft); border-radius: .5rem; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1rem; }
input[type=search] { font: inherit; padding: .25rem .5rem; min-width: 16rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td:nth-child(n+3) { font-size: .85rem; min-width: 9rem; }
caption { text-align: left; padding: .5rem; }
td:first-child { white-space: nowrap; font-weight: 600; }
.refused td:first-child { color: light-dark(#a4000f, #ff9ba3); }
.warned td:first-child { color: light-dark(#7a4a00, #ffcf70); }
.passed td:first-child { color: light-dark(#0b6b2b, #8fe3a8); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .75rem; margin: .25rem 0 0; font-size: .9rem; }
dd { margin: 0; font-family: ui-monospace, monospace; }
.rule dd { font-family: inherit; }
code { font: .95em ui-monospace, monospace; background: var(--soft); padding: 0 .2em; border-radius: .2em; }
tr[hidden] { display: none; }
h2 { font-size: 1.2rem; } h3 { font-size: 1rem; margin-bottom: 0; overflow-wrap: anywhere; }
@media (max-width: 45rem) {
  thead { position: absolute; clip-path: inset(50%); }
  table, caption, tbody, tr, td { display: block; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { border: 0; padding: .15rem .5rem; }
  input[type=search] { min-width: 0; width: 100%; box-sizing: border-box; }
}
`;

const SCRIPT = `
const form = document.querySelector("form");
const rows = [...document.querySelectorAll("tbody tr")];
const shown = document.querySelector("output");
function filter() {
  const words = form.elements.subject.value.toLowerCase();
  let count = 0;
  for (const row of rows) {
    const isShown = form.elements[row.className].checked && row.textContent.toLowerCase().includes(words);
    row.hidden = !isShown;
    if (isShown) count += 1;
  }
  shown.value = count + " of " + rows.length + " shown";
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
`;

/**
 * Writes one HTML page that needs nothing else: no request leaves it, and it can be read without scripts. Its own
 * policy allows the one style and the one script that it was written with, by their digests, so that foreign text
 * that got past the escaping would still not run.
 */
export function* formatHtml(reported: Reported): Generator<string> {
  const { findings } = reported;
  const title = escapeMarkup(headline(reported));
  const policy = `default-src 'none'; style-src 'sha256-${integrityOf(STYLE)}'; script-src 'sha256-${integrityOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  yield `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${title}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n<h1>${title}</h1>\n`;
  yield formOf(findings);
  yield `<table>\n<caption>Every check, the worst first</caption>\n<thead><tr><th scope="col">Verdict</th><th scope="col">What</th><th scope="col">Where</th><th scope="col">Rule</th></tr></thead>\n<tbody>\n`;
  for (const finding of worstFirst(findings)) yield rowOf(finding);
  yield `</tbody>\n</table>\n`;
  yield explanationsOf(reported);
  yield `<p>Written by lockseal ${escapeMarkup(reported.version)}.</p>\n</main>\n<script>${SCRIPT}</script>\n</body>\n</html>\n`;
}

/** @see https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function integrityOf(text: string): string {
  return Buffer.from(sha256Hex(Buffer.from(text)), "hex").toString("base64");
}

function formOf(findings: readonly Finding[]): string {
  const counts = countVerdicts(findings);
  const boxes = VERDICTS.map(
    (verdict) =>
      `<label><input type="checkbox" name="${verdict}" checked> ${VERDICT_WORDS[verdict]} (${counts[verdict]})</label>`,
  );
  return `<form hidden>\n<fieldset><legend>Verdicts</legend>${boxes.join("\n")}</fieldset>\n<label>Subject or text <input type="search" name="subject"></label>\n<output></output>\n</form>\n`;
}

/** What the rules that refuse and warn are about, below the table: each once, however often it was broken. */
function explanationsOf({ findings, explain }: Reported): string {
  const broken = worstFirst(findings).filter(
    ({ verdict }) => verdict === "refused" || verdict === "warned",
  );
  const texts = [...new Set(broken.map(({ rule }) => rule))].flatMap((rule) => {
    const explanation = explain?.(rule);
    if (explanation === undefined) return [];
    const { what, why, fix } = explanation;
    const story =
      "attack" in explanation
        ? `<dt>attack</dt><dd>${withCode(explanation.attack)}</dd>`
        : `<dt>accident</dt><dd>${withCode(explanation.accident)}</dd>`;
    return `<h3>${escapeMarkup(rule)}</h3>\n<p>${withCode(what)}</p>\n<dl class="rule"><dt>why</dt><dd>${withCode(why)}</dd>${story}<dt>fix</dt><dd>${withCode(fix)}</dd></dl>\n`;
  });
  return texts.length === 0
    ? ""
    : `<section>\n<h2>What these rules are about</h2>\n${texts.join("")}</section>\n`;
}

/** Commands stand between backticks in our own texts. */
function withCode(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function rowOf(finding: Finding): string {
  const { verdict, message, expected, found, help, rule } = finding;
  const details = [
    ["expected", expected],
    ["found", found],
    ["next", help],
  ].flatMap(([name, value]) =>
    value === undefined ? [] : [`<dt>${name}</dt><dd>${escapeMarkup(value)}</dd>`],
  );
  const list = details.length === 0 ? "" : `<dl>${details.join("")}</dl>`;
  return `<tr class="${verdict}"><td>${VERDICT_WORDS[verdict]}</td><td>${escapeMarkup(message)}${list}</td><td>${escapeMarkup(placeOf(finding))}</td><td>${escapeMarkup(rule).replaceAll("_", "_<wbr>")}</td></tr>\n`;
}
