import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance, type Loose, trustedRoot, written } from "../test/fakes/instance.ts";
import { ARTIFACT, BUILDER, SOURCE, signAs, workflowProvenance } from "../test/fakes/provenance.ts";
import { PROGRAM } from "../test/interop/lockseal.ts";
import { type Figure, median, timeByTurns } from "./figures.ts";
import { peakOf } from "./peak.ts";

const MANY = 10_000;
const JUNK = 1_000_000;
const ROUNDS = 25;

/**
 * Verifies one file by a policy: with one attestation, whole processes by turns with Node doing nothing; with 10,000 different
 * ones of which only the last says what is expected, so that each is verified to its end; and with a million lines of none.
 */
export async function* measureAttestations(folder: string): AsyncGenerator<Figure> {
  const instance = createInstance();
  const at = (name: string): string => join(folder, name);
  const line = (bundle: Loose): string => `${JSON.stringify(bundle)}\n`;
  const good = line(signAs(instance, `${BUILDER}@refs/tags/v2.0.0`, workflowProvenance()));
  writeFileSync(at("root.json"), written(trustedRoot(instance)));
  writeFileSync(at("app"), ARTIFACT);
  writeFileSync(at("policy.toml"), policyText());
  writeFileSync(at("one.jsonl"), good);
  writeFileSync(at("junk.jsonl"), `${'{"no":"attestation"}\n'.repeat(JUNK)}${good}`);
  const branch = `${BUILDER}@refs/heads/main`;
  const wrong = workflowProvenance(branch);
  for (const [count, name] of [
    [MANY, "many.jsonl"],
    [MANY / 2, "half.jsonl"],
  ] as const) {
    writeFileSync(at(name), "");
    for (let made = 1; made < count; made += 1)
      appendFileSync(at(name), line(signAs(instance, branch, wrong)));
    appendFileSync(at(name), good);
  }
  const words = (bundle: string): readonly string[] => [
    ...[PROGRAM, "attestation", "verify", at("app"), "--bundle", at(bundle)],
    ...["--expectations", at("policy.toml"), "--trusted-root", at("root.json")],
  ];
  yield* measureOne(words("one.jsonl"), [
    ...words("one.jsonl").slice(0, -4),
    ...["--builder-id", BUILDER, "--source-uri", SOURCE, "--trusted-root", at("root.json")],
  ]);
  yield* measureMany(words);
  yield {
    name: `lockseal attestation verify, after ${JUNK} lines of none`,
    value: secondsOf(words("junk.jsonl")),
    unit: "s",
  };
  yield {
    name: "  memory at its peak",
    value: peakOf(words("junk.jsonl")),
    unit: "MB",
    aim: { is: "at most", bound: 160 },
  };
}

function policyText(): string {
  return `version = 1\n[provenance.app]\nbuilder = "${BUILDER}"\nsource = "${SOURCE}"\n`;
}

function run(args: readonly string[]): void {
  execFileSync(process.execPath, args, { stdio: "ignore" });
}

const TELL =
  "process.on('exit',()=>{const {user,system}=process.cpuUsage();process.stderr.write('\\n'+(user+system))})";

/** How long it kept a core busy, in seconds: what else the machine does falls on nobody. */
function secondsOf(args: readonly string[]): number {
  const watched = ["--import", `data:text/javascript,${TELL}`, ...args];
  const { status, stderr } = spawnSync(process.execPath, watched, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${args.join(" ")}: expected exit 0, found ${status}: ${stderr}`);
  return Number(stderr.split("\n").at(-1)) / 1e6;
}

function* measureOne(byPolicy: readonly string[], byOptions: readonly string[]): Generator<Figure> {
  run(byPolicy);
  const runs = [byOptions, byPolicy, ["-e", "0"]].map((args) => () => run(args));
  const [options = 0, policy = 0, nothing = Number.NaN] = timeByTurns(ROUNDS, runs).map(median);
  yield { name: "lockseal attestation verify, whole process", value: options, unit: "ms" };
  yield {
    name: "  in multiples of node -e 0",
    value: options / nothing,
    unit: "×",
    aim: { is: "at most", bound: 2 },
  };
  yield { name: "  by a policy, the same", value: policy / nothing, unit: "×" };
}

function* measureMany(words: (bundle: string) => readonly string[]): Generator<Figure> {
  const start = secondsOf(words("one.jsonl"));
  const half = secondsOf(words("half.jsonl")) - start;
  const whole = secondsOf(words("many.jsonl")) - start;
  yield {
    name: `attestations in one file of ${MANY}, a core`,
    value: MANY / whole,
    unit: "/s",
    aim: { is: "at least", bound: 500 },
  };
  yield {
    name: `  of ${MANY} / of ${MANY / 2}`,
    value: whole / half,
    unit: "×",
    aim: { is: "at most", bound: 2.2 },
  };
  const [few, many] = [peakOf(words("half.jsonl")), peakOf(words("many.jsonl"))];
  yield { name: "  memory at its peak", value: many, unit: "MB" };
  yield {
    name: "  grown from half of them to all",
    value: many - few,
    unit: "MB",
    aim: { is: "at most", bound: 16 },
  };
}
