import { type InspectedBundle, inspectBundle } from "../../operations/inspect-bundle.ts";
import { escapeText } from "../../report/escape.ts";
import { formatJson } from "../../report/json.ts";
import type { Arguments } from "../command.ts";
import type { Streams } from "../streams.ts";

const KINDS: Readonly<Record<InspectedBundle["kind"], string>> = {
  lock: "a lock signature: an in-toto statement about what pip will see",
  statement: "an in-toto statement of another kind",
  message: "a message signature: over the bytes of one file, whatever they are",
  payload: "a signed payload that is no statement we can read",
};

/** Says what a bundle holds. Nothing is verified, and it says so first and last. */
export function inspect(args: Arguments, streams: Streams): number {
  const bundle = inspectBundle(args.positionals[0] ?? "", streams.cwd);
  if (args.flag("json")) {
    const { lock, ...rest } = bundle;
    streams.stdout.write(formatJson("inspect", 0, { verified: false, ...rest, lock }));
    return 0;
  }
  const rows: (readonly [string, string])[] = [
    ["bundle", `${bundle.file} (sha256:${bundle.sha256})`],
    ["holds", KINDS[bundle.kind]],
    ["names the key", bundle.key],
    ...rowsOf(bundle),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${escapeText(value)}\n`);
  streams.stdout.write(
    `NOT VERIFIED: this is what the file says; anybody can write such a file\n${lines.join("")}to verify: lockseal verify FILE --key PUB\n`,
  );
  return 0;
}

function rowsOf({
  lock,
  statement,
  digest,
  payloadType,
}: InspectedBundle): (readonly [string, string])[] {
  if (lock !== null) {
    return [
      ["for the path", lock.scope.path],
      ["in the repository", lock.scope.repository ?? "none in particular"],
      [
        "locks",
        `${lock.pins.count} ${lock.pins.count === 1 ? "pin" : "pins"} (table sha256:${lock.pins.digest.hex})`,
      ],
      ...lock.subjects.map(
        (subject) => ["file", `${subject.name} sha256:${subject.digest.hex}`] as const,
      ),
      ["sequence", String(lock.sequence)],
      [
        "after the lock",
        lock.previous === null ? "none: it is the first" : `sha256:${lock.previous.hex}`,
      ],
      ["expires", lock.expires ?? "never"],
      ["signed at", `${lock.signedAt} (as its signer claims)`],
      [
        "evidence",
        lock.evidence.length === 0
          ? "none"
          : lock.evidence.map(({ kind, digest: one }) => `${kind} sha256:${one.hex}`).join(", "),
      ],
      ["written by", `${lock.generator.name} ${lock.generator.version}`],
    ];
  }
  if (statement !== null)
    return [
      ["says", statement.predicateType],
      ...statement.subjects.map(
        ({ name, digests }) => ["about", `${name} ${digests.join(" ")}`] as const,
      ),
    ];
  return digest === null ? [["payload type", payloadType ?? ""]] : [["over", digest]];
}
