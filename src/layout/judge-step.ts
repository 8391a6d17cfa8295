import { sha256Hex } from "../bytes/digest.ts";
import type { JsonObject } from "../bytes/json.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { quoteWord } from "../shell-word.ts";
import type { Artifacts } from "./artifacts.ts";
import { readAttestation } from "./attestation-link.ts";
import { strangersOf } from "./functionaries.ts";
import type { JudgeContext, JudgedLayout, LinkFile, StepEvidence } from "./judge-context.ts";
import type { Layout, Step } from "./layout.ts";
import { failLink } from "./layout-failure.ts";
import { type Link, parseLink } from "./link.ts";
import { LinkSigners } from "./link-signers.ts";
import { isStatement, parseSignedDocument, type SignedDocument } from "./signed-document.ts";
import {
  type Accepted,
  alignment,
  disagree,
  done,
  foreign,
  MAX_FILES_OF_STEP,
  tooFew,
  tooManyFiles,
  twice,
} from "./step-findings.ts";

/** What came of a step. */
export interface StepOutcome {
  readonly name: string;
  readonly findings: readonly Finding[];
  /** Its own last, behind that of the steps of layouts within. */
  readonly evidence: readonly StepEvidence[];
  /** What all its links agree on; absent where they do not, or are too few. */
  readonly link?: Link;
}

/** Judges a layout that a functionary brings for a step. */
type JudgeInner = (body: JsonObject, folder: string, name: string) => JudgedLayout;

const LIST_ANOTHER =
  "let the layout's owner list a key that is in force, or a newer export of this one, and sign the layout again";

/**
 * Judges one step: takes every link of it that a functionary signed, and wants enough of them to say the same.
 * @param brought for which step each layout within stands, by its digest: one stands for no other, and is added.
 */
export function judgeStep(
  step: Step,
  layout: Layout,
  context: JudgeContext,
  brought: Map<string, string>,
  judgeInner: JudgeInner,
): StepOutcome {
  const { name } = step;
  const subject = `step ${context.steps}${name}`;
  const files = filesOf(name, context);
  const findings: Finding[] = [];
  for (const keyid of strangersOf(step, layout.keys))
    findings.push({
      rule: "STEP_KEY_UNKNOWN",
      verdict: "warned",
      subject,
      message: `lists the key ${quote(keyid)}, which the layout does not have`,
    });
  if (files.length > MAX_FILES_OF_STEP) {
    findings.push(tooManyFiles(subject, files.length));
    return { name, findings, evidence: [] };
  }
  const judge = new LinkJudge(step, layout, context, brought, judgeInner);
  const accepted = files.flatMap((file) => judge.judge(file, findings));
  if (!isJudged(findings)) return { name, findings, evidence: [] };
  const signers = judge.peopleOf(accepted);
  const [first] = accepted;
  if (first === undefined || signers.size < step.threshold) {
    findings.push(tooFew(subject, step, signers.size, context, { counted: accepted, all: files }));
    return { name, findings, evidence: [] };
  }
  const other = accepted.find(({ link }) => !isSame(first.link, link));
  if (other !== undefined) {
    findings.push(disagree(subject, first, other));
    return { name, findings, evidence: [] };
  }
  findings.push(...alignment(subject, step, first.link), done(subject, step, accepted, signers));
  return {
    name,
    findings,
    link: first.link,
    evidence: [
      ...judge.within,
      {
        name: `${context.steps}${name}`,
        threshold: step.threshold,
        functionaries: [...signers],
        links: accepted.map(({ file }) => file.name),
      },
    ],
  };
}

/** The part of the name that is to say whose link it is decides nothing: a key has many names. */
function filesOf(step: string, { links, folder }: JudgeContext): readonly LinkFile[] {
  const start = `${folder}${step}.`;
  return links
    .filter(
      ({ name }) =>
        name.startsWith(start) && /^[0-9a-f]{8}\.(?:link|json)$/.test(name.slice(start.length)),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

class LinkJudge {
  readonly #step: Step;
  readonly #context: JudgeContext;
  readonly #brought: Map<string, string>;
  readonly #judgeInner: JudgeInner;
  readonly #signers: LinkSigners;
  /** Who carried out the steps of layouts within. */
  readonly within: StepEvidence[] = [];

  constructor(
    step: Step,
    layout: Layout,
    context: JudgeContext,
    brought: Map<string, string>,
    judgeInner: JudgeInner,
  ) {
    this.#step = step;
    this.#context = context;
    this.#brought = brought;
    this.#judgeInner = judgeInner;
    this.#signers = new LinkSigners(step, layout, context.now);
  }

  /** Gives those who signed any of these links, each once. */
  peopleOf(accepted: readonly Accepted[]): ReadonlySet<string> {
    const { people } = this.#signers;
    return new Set(accepted.flatMap(({ signers }) => signers.map((key) => people.nameOf(key))));
  }

  /** Gives the link of a file, or none; what is wrong with it is added to the findings. */
  judge(file: LinkFile, findings: Finding[]): readonly Accepted[] {
    try {
      const document = parseSignedDocument(file.bytes, file.name, failLink(file.name));
      const { signers, why } = this.#signers.of(document);
      if (signers.length === 0) {
        const ended = why === "" ? this.#signers.endedOf(document) : undefined;
        findings.push(
          ended === undefined
            ? foreign(file, this.#step, why)
            : foreign(file, this.#step, ended, LIST_ANOTHER),
        );
        return [];
      }
      const link = this.#read(document, file, findings);
      return link === undefined ? [] : [{ file, link, signers }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push({
        help: "let the functionary record the step again, or remove the file if it is none of its links",
        ...findingOfRefusal(error, file.name),
      });
      return [];
    }
  }

  #read(document: SignedDocument, file: LinkFile, findings: Finding[]): Link | undefined {
    const { body, form } = document;
    const { name } = this.#step;
    const path = `${this.#context.steps}${name}`;
    const fail = failLink(file.name);
    if (body._type === "layout") return this.#readSublayout(document, file, path, findings);
    const isAllowed = (this.#context.policy.allowProvenance ?? []).includes(path);
    const link =
      form === "dsse" && isStatement(body)
        ? readAttestation(body, isAllowed, fail)
        : body._type === "link"
          ? parseLink(body, fail)
          : fail(
              "_type",
              '"link"',
              typeof body._type === "string" ? quote(body._type) : "nothing of the kind",
            );
    if (link.name === null || link.name === name) return link;
    findings.push({
      rule: "LINK_NAME",
      verdict: "refused",
      subject: file.name,
      message: `expected a link of step ${quote(name)}, found one of ${quote(link.name)}`,
      expected: name,
      found: link.name,
      help: "put the link of that very step there; one of another step says nothing about this one",
    });
    return undefined;
  }

  #readSublayout(
    { body, message }: SignedDocument,
    file: LinkFile,
    path: string,
    findings: Finding[],
  ): Link | undefined {
    if (!(this.#context.policy.allowSublayouts ?? []).includes(path)) {
      findings.push({
        rule: "SUBLAYOUT_NOT_ALLOWED",
        verdict: "refused",
        subject: file.name,
        message: `expected a link of step ${quote(path)}, found a layout of the functionary's own`,
        expected: "a link",
        found: "a layout",
        help: `if this step may be carried out by a layout, say so: --allow-sublayout ${quoteWord(path)}`,
      });
      return undefined;
    }
    const { name } = this.#step;
    const digest = sha256Hex(message);
    const other = this.#brought.get(digest) ?? name;
    if (other !== name) {
      findings.push(twice(file, name, other));
      return undefined;
    }
    this.#brought.set(digest, name);
    const inner = this.#judgeInner(
      body,
      `${file.name.replace(/\.(?:link|json)$/, "")}/`,
      file.name,
    );
    findings.push(...inner.findings);
    this.within.push(...inner.steps);
    if (inner.summary === null || !isJudged(inner.findings)) return undefined;
    return { name, ...inner.summary };
  }
}

/** An inspection that nobody ran refuses the whole, and is no reason to leave the rest of it unsaid. */
function isJudged(findings: readonly Finding[]): boolean {
  return !isRefused(findings.filter(({ rule }) => rule !== "INSPECTION_NOT_RUN"));
}

function isSame(one: Link, other: Link): boolean {
  return isEqual(one.materials, other.materials) && isEqual(one.products, other.products);
}

function isEqual(one: Artifacts, other: Artifacts): boolean {
  if (one.size !== other.size) return false;
  for (const [path, { hashes }] of one) if (other.get(path)?.hashes !== hashes) return false;
  return true;
}
