import { exitCodeOf } from "../../exit-code.ts";
import type { Finding } from "../../finding.ts";
import { nameReviewer, approve as signApproval } from "../../operations/approve.ts";
import { askYes } from "../../operations/ask-yes.ts";
import { confirmReview } from "../../operations/confirm-review.ts";
import { openReview, type Review } from "../../operations/open-review.ts";
import { escapeText } from "../../report/escape.ts";
import { quoteForShell } from "../../shell-word.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import { readStatementSigner } from "../statement-signer.ts";
import type { Streams } from "../streams.ts";

/** Shows a change to a person, asks, and signs exactly what was shown. */
export async function approve(args: Arguments, streams: Streams): Promise<number> {
  const word = readWord(args);
  const [file = ""] = args.positionals;
  const { cwd, env } = streams;
  const now = streams.now();
  const opened = await openReview({
    now,
    file,
    cwd,
    env,
    root: args.text("root"),
    base: args.text("base"),
    ref: args.text("into"),
  });
  const print = (findings: Review["findings"], fields: object): number =>
    printOutcome(
      "approve",
      args,
      streams,
      { findings, exitCode: exitCodeOf(findings), fields: { ...fields } },
      () => "",
    );
  if (opened.review === null) return print(opened.findings, {});
  const { review } = opened;
  show(review, args, streams);
  const isAsked = streams.stdin.isTTY === true && args.text("yes") === undefined;
  if (!isAsked) await confirmReview(review, args.text("yes"), undefined);
  const signer = await readStatementSigner("approve", args, streams);
  // Whoever may not sign learns it before they say yes.
  const reviewer = nameReviewer(review, word.reviewer, signer);
  const isOwn = word.decision === "approve" && review.authors.has(reviewer);
  const own = isOwn ? "you made this change, and your approval will not count; " : "";
  const question = `${own}${word.decision} this change, as ${reviewer}? type yes: `;
  if (isAsked) await confirmReview(review, undefined, () => askYes(question, streams));
  const { findings, path, digest } = await signApproval(review, word, signer, now);
  const noted = isOwn ? [byAuthor(args.positionals[0] ?? "", reviewer)] : [];
  return print([...review.findings, ...findings, ...noted], {
    ...describe(review),
    approval: path,
    statement: digest.hex,
  });
}

function byAuthor(subject: string, reviewer: string): Finding {
  return {
    rule: "APPROVAL_BY_AUTHOR",
    verdict: "warned",
    subject,
    message: `does not count: expected somebody who did not make the change, found ${reviewer}`,
    help: `let somebody else approve it; who could: lockseal policy explain ${quoteForShell(subject)}`,
  };
}

function describe({ state, digest, lines }: Review): object {
  return { delta: digest, changes: state.delta.changes, lines };
}

function readWord(args: Arguments): Parameters<typeof signApproval>[1] {
  const reason = args.text("reason");
  const advisory = args.text("advisory");
  const notes = args.text("notes") ?? "";
  const [isReject, isEmergency] = [args.flag("reject"), args.flag("emergency")];
  const reviewer = args.text("as");
  if (isReject && isEmergency)
    throw new UsageError("approve: expected --reject or --emergency, found both");
  if ((isReject || isEmergency) && (reason ?? "") === "")
    throw new UsageError(
      `approve: expected --reason TEXT with --${isReject ? "reject" : "emergency"}, found none`,
      "say why: the others read it",
    );
  if (isEmergency && (advisory ?? "") === "")
    throw new UsageError("approve: expected --advisory ID with --emergency, found none");
  if (!isReject && !isEmergency && reason !== undefined)
    throw new UsageError("approve: expected no --reason without --reject or --emergency, found it");
  if (!isEmergency && advisory !== undefined)
    throw new UsageError("approve: expected no --advisory without --emergency, found it");
  if (isReject && args.text("notes") !== undefined)
    throw new UsageError("approve: expected --reason alone with --reject, found --notes, too");
  return {
    decision: isReject ? "reject" : "approve",
    reviewer,
    notes: isReject ? (reason ?? "") : notes,
    emergency: isEmergency ? { reason: reason ?? "", advisory: advisory ?? "" } : null,
    expires: args.text("expires"),
    supersedes: args.many("supersede"),
  };
}

function show({ title, lines, digest }: Review, args: Arguments, streams: Streams): void {
  // JSON stands alone on standard output, and has the lines, too.
  const out = args.flag("json") ? streams.stderr : streams.stdout;
  const text = [title, ...lines.map((line) => `  ${line}`), `delta sha256:${digest}`];
  out.write(`${text.map(escapeText).join("\n")}\n`);
}
