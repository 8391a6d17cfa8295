import type { OwnFormatCase, Verdict, Workshop } from "./own-formats.ts";

/** Lets minisign make keys and signatures, and says what it and we should think of each. */
export function minisignCases(shop: Workshop): readonly OwnFormatCase[] {
  for (const name of ["ours", "other"])
    shop.run("minisign", "-G", "-W", "-p", `${name}.pub`, "-s", `${name}.key`);
  shop.write("file", Buffer.alloc(300_000, "a tool\n"));
  shop.write("other", "another tool\n");
  const sign = (out: string, ...more: readonly string[]) =>
    shop.run(
      "minisign",
      "-S",
      "-s",
      "ours.key",
      "-m",
      "file",
      "-x",
      out,
      "-t",
      "file, version 1",
      ...more,
    );
  sign("good");
  sign("legacy", "-l");
  const edits: readonly (readonly [string, (text: string) => string, Verdict])[] = [
    ["CRLF", (text) => text.replaceAll("\n", "\r\n"), "both accept"],
    ["CRLF in the second line", (text) => text.replace("=\n", "=\r\n"), "both accept"],
    ["no end of the last line", (text) => text.trimEnd(), "both accept"],
    [
      "another untrusted comment",
      (text) => text.replace(/^.*/, "untrusted comment: x"),
      "both accept",
    ],
    ["another trusted comment", (text) => text.replace("version 1", "version 2"), "both refuse"],
    [
      "a space behind the trusted comment",
      (text) => text.replace("version 1", "version 1 "),
      "both refuse",
    ],
    ["a blank line before", (text) => `\n${text}`, "both refuse"],
    ["a byte order mark", (text) => `\xef\xbb\xbf${text}`, "both refuse"],
    [
      "a comment without its space",
      (text) => text.replace("untrusted comment: ", "untrusted comment:"),
      "both refuse",
    ],
    ["a space behind the signature", (text) => text.replace("=\n", "= \n"), "both refuse"],
    ["three lines", (text) => text.split("\n").slice(0, 3).join("\n"), "both refuse"],
    [
      "an untrusted comment of 1100",
      (text) => text.replace(/^.*/, `untrusted comment: ${"x".repeat(1100)}`),
      "both refuse",
    ],
    ["text behind the fourth line", (text) => `${text}more\n`, { stricter: "nobody signed it" }],
  ];
  const made = edits.map(([name, how, verdict], at): OwnFormatCase => {
    shop.change("good", `edit${at}`, how);
    return ask(name, "file", `edit${at}`, "ours.pub", verdict);
  });
  return [
    ask("its own signature", "file", "good", "ours.pub", "both accept"),
    ask("another file", "other", "good", "ours.pub", "both refuse"),
    ask("another key", "file", "good", "other.pub", "both refuse"),
    ask("the legacy format", "file", "legacy", "ours.pub", {
      stricter: "a digest's signature can be passed off as it",
    }),
    allowLegacy(
      ask("the legacy format, allowed by name", "file", "legacy", "ours.pub", "both accept"),
    ),
    ...made,
  ];
}

function allowLegacy(one: OwnFormatCase): OwnFormatCase {
  return { ...one, args: [...one.args, "--unsafe-legacy"] };
}

function ask(
  name: string,
  file: string,
  signature: string,
  key: string,
  verdict: Verdict,
): OwnFormatCase {
  return {
    name,
    args: [file, "--key", key, "--bundle", signature],
    peer: ["minisign", "-V", "-m", file, "-p", key, "-x", signature],
    verdict,
  };
}
