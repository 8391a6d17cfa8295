import type { OwnFormatCase, Verdict, Workshop } from "./own-formats.ts";

/** Lets signify make keys and signatures, and says what it and we should think of each. */
export function signifyCases(shop: Workshop): readonly OwnFormatCase[] {
  for (const name of ["ours", "other"])
    shop.run(
      "signify-openbsd",
      "-G",
      "-n",
      "-c",
      "the tool",
      "-p",
      `${name}.pub`,
      "-s",
      `${name}.sec`,
    );
  shop.write("file", Buffer.alloc(300_000, "a tool\n"));
  shop.write("other", "another tool\n");
  shop.run("signify-openbsd", "-S", "-s", "ours.sec", "-m", "file", "-x", "good");
  const edits: readonly (readonly [string, (text: string) => string, Verdict])[] = [
    ["CRLF", (text) => text.replaceAll("\n", "\r\n"), "both accept"],
    ["another comment", (text) => text.replace(/^.*/, "untrusted comment: x"), "both accept"],
    ["a line that does not end", (text) => text.trimEnd(), "both refuse"],
    [
      "a comment without its space",
      (text) => text.replace("untrusted comment: ", "untrusted comment:"),
      "both refuse",
    ],
    [
      "a changed signature",
      (text) => text.replace(/(.)=\n$/, (_, last) => `${last === "A" ? "E" : "A"}=\n`),
      "both refuse",
    ],
    [
      "a space behind the signature",
      (text) => text.replace("=\n", "= \n"),
      { stricter: "one spelling" },
    ],
    [
      "text behind the signature",
      (text) => `${text}more\n`,
      { stricter: "it is another text with its own signature" },
    ],
  ];
  const made = edits.map(([name, how, verdict], at): OwnFormatCase => {
    shop.change("good", `edit${at}`, how);
    return ask(name, "file", `edit${at}`, "ours.pub", verdict);
  });
  return [
    ask("its own signature", "file", "good", "ours.pub", "both accept"),
    ask("another file", "other", "good", "ours.pub", "both refuse"),
    ask("another key", "file", "good", "other.pub", "both refuse"),
    ...made,
  ];
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
    peer: ["signify-openbsd", "-V", "-q", "-m", file, "-p", key, "-x", signature],
    verdict,
  };
}
