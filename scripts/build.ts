import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { formatManPage } from "../src/cli/man-page.ts";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

// What verifying a lock with a key does not need, and what signing alone does: compiling it would cost every start.
const KEYLESS =
  /\/src\/(?:sigstore\/(?!bundle-limit)|trust\/(?!tuf\/|claim|glob|identity|period|publisher))|\/statement\/(?:package-url|predicate\/npm-publish)\.ts|\/bytes\/der\.ts|\/key\/prehashed\.ts|\/operations\/(?:verify-artifact|artifact-of|judge-bare|judge-bundle|read-signatures|message-limit|artifact-findings|trust-source|trust-store|trust-root-file|pinned-root|root-age|roots-in-tree|verify-by-root|show-trust|expected-identity|judge-claim)\.ts|\/io\/own-folder\.ts|\/cli\/keyless\.ts/;
// Of these, what asks services for a signature: verifying never has it in the process.
const KEYLESS_SIGNING =
  /\/sigstore\/(?:sign|upgrade|certificate-request|log-request|log-answer|log-lookup|timestamp-request|service-answer|choose-services|format-bundle|identity-token|signing-config|production-signing-config)\.ts|\/operations\/(?:sign-keyless|upgrade-bundle|upgrade-offered|log-source|keyless-chain|signing-source|signing-config-source|ambient-identity|job-workflow|log-in)\.ts|\/io\/(?:http|run-program|cloud|redirect)\.ts|\/cli\/keyless-signer\.ts|\/bytes\/der-element\.ts/;
// Signatures that are in no bundle: minisign's and their like.
const OWN_FORMATS =
  /\/envelope\/(?:armor|clear-text|detect-signature|load-openpgp|minisign|numbered-signature|openpgp-[a-z-]+|signer-key|signify|verify-detached|verify-text)\.ts|\/key\/(?:allow[a-z-]*|comment-lines|numbered-key|pattern-list|signer-options)\.ts/;
// Of these ssh-keygen's, which commits have, too.
const SSH =
  /\/envelope\/(?:malformed-signature|ssh-[a-z-]+)\.ts|\/bytes\/ssh-wire\.ts|\/key\/ssh-key\.ts/;
// Statements of others' types: what reads their predicates, and what makes and signs them.
const PREDICATES = /\/src\/statement\/predicate\/(?!npm-publish)/;
const PROVENANCE = /\/src\/statement\/provenance\//;
// What attestations of others have to say, and whether they do.
const ATTESTED =
  /\/src\/attestation\/(?!parse-|text-fields|verify-npm-set)|\/operations\/(?:attestation-(?:expectations|findings|source)|expected-of|verify-attestation)\.ts|\/io\/lines\.ts|\/cli\/expectations\.ts/;
// What the gate does, and whoever tries it.
const GATING =
  /\/src\/(?:lock\/stands-alone|operations\/(?:foresee-base|gate(?:-bundles|-context|-head|-locks|-nearer|-tools)?)|policy\/(?:evaluate-(?:gate|lock)|judge-names))\.ts/;
// What says of new names what they look like.
const NEW_NAMES = /\/src\/(?:operations\/compare-names|names\/name-findings)\.ts/;
// Files that people write, and whom they name: the policy above all.
const TOML =
  /\/smol-toml\/|\/src\/(?:bytes\/toml[a-z-]*|trust\/signers|policy\/(?:check-references|eligible|in-force|policy|reader|shape|table\/[a-z-]+))\.ts/;
// Whose signatures are accepted, as flags and policies say it.
const IDENTITIES = /\/src\/trust\/(?:claim|glob|identity|period|publisher)\.ts/;
// Who signs locks by the policy.
const BY_POLICY =
  /\/src\/(?:policy\/(?:find-lock|policy-closure)|operations\/(?:open-policy|policy-signers|verify-by-policy)|cli\/by-policy)\.ts/;
// What is expected where a file says it: it needs what reads TOML.
const EXPECTATIONS =
  /\/src\/attestation\/(?:parse-[a-z-]+|text-fields)\.ts|\/operations\/attestation-policy\.ts/;
// Who published the files of an index.
const PUBLISHED =
  /\/src\/(?:policy\/(?:indexes|publisher-change)|cli\/publisher|operations\/(?:diff-publishers|expected-publishers|index-[a-z-]+|named-index|publisher-evidence|read-publication|read-publishers|same-distribution|verify-index-files))\.ts/;
const SUMMARIES =
  /\/src\/sigstore\/(?:judge|verify)-vsa\.ts|\/operations\/(?:verify-summaries|summary-subject)\.ts|\/cli\/summary\.ts/;
// What approves and observes, and shows what of: the gate has none of it.
const REVIEWING =
  /\/src\/(?:lock\/pip-settings|statement\/index-page|io\/ask-yes|operations\/(?:approve|approve-change|ask-about-files|ask-index|ask-yes|asked-indexes|confirm-review|create-approval|describe-policy|explain-approvals|known-files|observe-lock|open-review|pip-files|pip-indexes|review-lines|say-who))\.ts/;
// Records of who saw which file first.
const RECORDED =
  /\/src\/(?:statement\/first-seen-statement|operations\/(?:read-records|recorded-evidence))\.ts/;
// What people and observers signed without keys.
const KEYLESS_STATEMENTS = /\/operations\/(?:bundles-at|payload-of|read-keyless-statement)\.ts/;
// Who agrees to a change of the policy, and what it means.
const POLICY_CHANGE =
  /\/src\/(?:policy\/change\/[a-z-]+|operations\/(?:judge-policy-approvals|propose-policy-change))\.ts/;
// What people and observers say of changes, and who they are: what git has, what differs, and what counts.
const APPROVALS =
  /\/src\/(?:envelope\/git-commit|policy\/(?:approval[a-z-]*|author|change-approval|hold-evidence|judge-hold|signer|tally|verify-approvals)|lock\/(?:change|file-delta|lock-delta)|statement\/approval-statement|io\/(?:git-graph|git-history|git-objects|list-below)|operations\/(?:choose-base|collect-approvals|commit-signer|compare-lock|forge-event|in-checkout|judge-approvals|judging-policy|locate-change|lock-content|made-by-hand|nearest-policy|own-statement|policy-roots|propose-change|read-approval|read-authors|service-branches|statement-trust|unmade-changes))\.ts/;
// What git knows of a change, and what people said of it, each asked once for all the files that change.
const HISTORY =
  /\/src\/(?:io\/(?:changed-files|commit-files)|operations\/change-history|policy\/owned-approvals)\.ts/;
// What starts threads that answer questions: few verbs do.
const THREADS = /\/src\/io\/ask-thread\.ts/;
// Signs a statement of whatever type.
const STATEMENT_SIGNING = /\/operations\/sign-statement\.ts|\/cli\/statement-signer\.ts/;
const ATTESTING =
  /\/src\/statement\/format-statement\.ts|\/operations\/(?:attest|attestation-draft|emit-summary|private-reference|build-variables|create-provenance|github-build|gitlab-build|local-build|named-subjects|own-predicate|standing-attestation|write-statement)\.ts|\/cli\/emit\.ts/;
// What new names are compared with: two hundred kilobytes, and what compares.
const NAMES = /\/src\/names\/(?!name-findings|known-names)/;
// Of downloaded tools all but what reads their lock, which every verb about locks may meet.
const TOOLS =
  /\/src\/(?:archive\/(?!plan\.ts)|tool\/(?!denied|table-header|format-tool-lock|lock-syntax|parse-tool-lock|pinned|tool-pins|words)|io\/(?:download[a-z-]*|follow-redirects|interrupt|new-file|random-access|run-foreground|staging|tree|tree-writer|untar)\.ts|cli\/(?:fetch-context|progress)\.ts|operations\/(?:.*tool.*|.*asset.*|(?:fetch|verify)-offered|place-tree|read-manifest|pinned-key|read-archive|read-checksums|read-zip|release-signer|resolve-release|seal-tree|unpack-.*|verify-tree)\.ts$)(?<!open-tool-lock\.ts)/;
// In-toto layouts: what verifies them, and what makes and signs them and their links.
const LAYOUTS =
  /\/src\/(?:layout\/|operations\/(?:compare-products|excluded|read-layout|read-links|run-inspections|verify-layout-files)\.ts|io\/(?:jail|link-folder|recorded-tree|working-copy)\.ts)/;
// What a policy asks of them.
const LAYOUT_POLICY = /\/operations\/(?:check-layouts|gate-layouts|layout-owners|layout-words)\.ts/;
const LAYOUT_SIGNING =
  /\/layout\/(?:canonical|draft-layout|draft-link|key-entry|sign-document)\.ts|\/operations\/(?:create-layout|keyid-in-layout|record-step|sign-layout)\.ts|\/io\/remove-file\.ts|\/cli\/record-step\.ts/;
// What reads updated trust roots, which most users do not have; what fetches them comes apart by itself.
const TUF = /\/trust\/tuf\/|\/operations\/(?:updated-root)\.ts/;
// What looks at files on disk for pins of tools.
const AUDIT =
  /\/operations\/(?:audit-[a-z]+|judge-audited)\.ts|\/io\/(?:hash-files|hash-listed|system-words|walk-files)\.ts|\/cli\/(?:bar|verb\/audit)\.ts/;
// What it and the verbs about tools both load: of downloads, archives and signatures nothing.
const PINS =
  /\/operations\/(?:judge-asset|locate-tools|tool-places)\.ts|\/tool\/known-bad\.ts|\/archive\/format\.ts|\/io\/interrupt\.ts/;
// Which versions of tools a policy denies: it needs what reads TOML.
const DENIED = /\/operations\/denied-tools\.ts|\/tool\/(?:denied|table-header)\.ts/;
// What people read of rules: texts, and nothing that runs.
const EXPLANATIONS = /\/src\/explain\//;
const SIGNING =
  /\/key\/(?:encrypted-key|private-key)\.ts|\/io\/password\.ts|\/operations\/(?:sign-lock|lock-draft|sign-message|gather-evidence|records-folder|standing-bundle|create-key-pair|open-private-key|ask-password|expiry)\.ts/;
// What begins in a checkout, and what looks whether everything is well there.
const START =
  /\/src\/(?:operations\/(?:init[a-z-]*|doctor[a-z-]*|draft-workflow|look-around|own-public-key|suggest-base|survey-[a-z]+)|io\/(?:create-files|file-mode|git-settings)|policy\/(?:code-owners|draft-policy)|tool\/scripted-download|lock\/ambient-options)\.ts/;
const POLICY_CHECK =
  /\/src\/(?:operations\/(?:check-pinned-root|check-policy)|policy\/lint-(?:policy|reach))\.ts/;

/** Bundles the program: the entry, and beside it what each verb loads when it is asked for. */
async function bundleProgram(folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: { lockseal: "bin/lockseal.ts" },
    platform: "node",
    // yargs reads its locale files from beside itself and so cannot be bundled; yargs-parser, which every
    // start needs, can. The ciphers, the hashes, tar, yauzl and xz-decompress are loaded by few verbs and stay what the user installed.
    // What comes apart needs no door of its own: nobody imports the program.
    preserveEntrySignatures: false,
    external: [/^yargs(\/|$)/, /^@noble\//, /^tar(\/|$)/, "yauzl", "xz-decompress", "openpgp"],
    plugins: [
      { name: "ascii", renderChunk: (code) => ({ code: escapeNonAscii(code) }) },
      {
        name: "worker",
        renderChunk: (code) => ({ code: nameWorkers(code) }),
      },
    ],
  });
  await bundle.write({
    dir: folder,
    // Every start loads these few files, and Node loads CommonJS faster: verify took 67 ms so, and 77 ms as modules.
    format: "cjs",
    entryFileNames: "[name].js",
    chunkFileNames: "lockseal-[name].js",
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: "explanations", test: EXPLANATIONS, priority: 12 },
        { name: "predicates", test: PREDICATES, priority: 9 },
        { name: "provenance", test: PROVENANCE, priority: 9 },
        { name: "names", test: NAMES, priority: 9 },
        { name: "new-names", test: NEW_NAMES, priority: 9 },
        { name: "published", test: PUBLISHED, priority: 9 },
        { name: "summaries", test: SUMMARIES, priority: 9 },
        {
          name: "approvals",
          test: (id) => APPROVALS.test(id) || HISTORY.test(id),
          priority: 9,
        },
        { name: "reviewing", test: REVIEWING, priority: 9 },
        { name: "keyless-statements", test: KEYLESS_STATEMENTS, priority: 9 },
        { name: "threads", test: THREADS, priority: 9 },
        { name: "records", test: RECORDED, priority: 9 },
        { name: "policy-change", test: POLICY_CHANGE, priority: 9 },
        { name: "gating", test: GATING, priority: 9 },
        { name: "statement-signing", test: STATEMENT_SIGNING, priority: 9 },
        { name: "attesting", test: ATTESTING, priority: 8 },
        { name: "layout-signing", test: LAYOUT_SIGNING, priority: 11 },
        { name: "layout-policy", test: LAYOUT_POLICY, priority: 10 },
        { name: "layouts", test: LAYOUTS, priority: 10 },
        { name: "audit", test: AUDIT, priority: 9 },
        { name: "denied", test: DENIED, priority: 9 },
        { name: "tool-pins", test: PINS, priority: 8 },
        { name: "ssh", test: SSH, priority: 8 },
        { name: "own-formats", test: OWN_FORMATS, priority: 7 },
        { name: "tools", test: TOOLS, priority: 6 },
        { name: "toml", test: TOML, priority: 10 },
        { name: "identities", test: IDENTITIES, priority: 10 },
        { name: "by-policy", test: BY_POLICY, priority: 10 },
        { name: "expectations", test: EXPECTATIONS, priority: 9 },
        { name: "attested", test: ATTESTED, priority: 8 },
        { name: "tuf", test: TUF, priority: 5 },
        { name: "keyless-signing", test: KEYLESS_SIGNING, priority: 4 },
        { name: "keyless", test: KEYLESS, priority: 3 },
        { name: "signing", test: SIGNING, priority: 2 },
        { name: "start", test: START, priority: 12 },
        { name: "policy-checked", test: POLICY_CHECK, priority: 12 },
        { name: "shared", minShareCount: 2, priority: 1 },
      ],
    },
    // Whoever reads what runs on their machine should be able to.
    minify: false,
  });
  await bundle.close();
  for (const worker of WORKERS) await bundleWorker(folder, worker);
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  chmodSync(join(folder, "lockseal.js"), 0o755);
}

/** The files that threads are started from, as they are named in the sources; in the program they begin with its name. */
const WORKERS = ["io/hash-worker", "operations/rule-worker", "operations/compare-worker"];

function nameOfWorker(worker: string): string {
  return `lockseal-${worker.split("/").at(-1)}`;
}

function nameWorkers(code: string): string {
  return WORKERS.reduce(
    (text, worker) => text.replaceAll(`./${worker.split("/").at(-1)}`, `./${nameOfWorker(worker)}`),
    code,
  );
}

/** Bundles what a thread runs, whole: of the program it loads nothing. */
async function bundleWorker(folder: string, worker: string): Promise<void> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: { [nameOfWorker(worker)]: `src/${worker}.ts` },
    platform: "node",
  });
  await bundle.write({ dir: folder, format: "cjs", entryFileNames: "[name].js", minify: false });
  await bundle.close();
}

/**
 * Writes what is not ASCII as escapes. Such characters stand in texts and comments alone, where the escape means the same;
 * one of them makes the engine hold the whole source in two bytes a character, which costs 2 ms of every start.
 */
function escapeNonAscii(code: string): string {
  return code.replace(
    /\P{ASCII}/gu,
    (character) =>
      `\\u${[...Array(character.length).keys()].map((at) => character.charCodeAt(at).toString(16).padStart(4, "0")).join("\\u")}`,
  );
}

/** Compiles the library, a module a file, with its declarations; tells whether it could. */
function compileLibrary(folder: string): boolean {
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  const args = ["-p", "tsconfig.build.json", "--outDir", folder];
  return spawnSync(tsc, args, { cwd: ROOT, stdio: "inherit" }).status === 0;
}

// Built aside and renamed whole: a build that fails leaves the last one as it was.
mkdirSync(join(ROOT, "node_modules/.cache"), { recursive: true });
const aside = mkdtempSync(join(ROOT, "node_modules/.cache/build-"));
try {
  if (compileLibrary(aside)) {
    await bundleProgram(join(aside, "bin"));
    writeFileSync(join(aside, "lockseal.1"), formatManPage());
    // Under its own name npm would leave it out. Whoever installs the program by its digest has those of all else by it.
    copyFileSync(join(ROOT, "package-lock.json"), join(aside, "npm-lock.json"));
    chmodSync(aside, 0o755);
    rmSync(DIST, { recursive: true, force: true });
    renameSync(aside, DIST);
  } else {
    process.exitCode = 1;
  }
} finally {
  rmSync(aside, { recursive: true, force: true });
}
