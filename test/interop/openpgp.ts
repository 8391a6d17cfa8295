import type { OwnFormatCase, Verdict, Workshop } from "./own-formats.ts";

const TYPES = ["ed25519", "rsa2048", "rsa3072", "nistp256", "nistp384", "nistp521"];
const QUIET = [
  "--batch",
  "--yes",
  "-q",
  "--no-tty",
  "--pinentry-mode",
  "loopback",
  "--passphrase",
  "",
];

/** Lets gpg make keys and signatures, and says what gpgv, which trusts the keys of one file as we do, and we should think of each. */
export function openPgpCases(shop: Workshop): readonly OwnFormatCase[] {
  shop.write("file", Buffer.alloc(300_000, "a tool\n"));
  shop.write("other", "another tool\n");
  const cases = TYPES.flatMap((type) => {
    key(shop, type, type, "0");
    sign(shop, type, `${type}.sig`);
    sign(shop, type, `${type}.asc`, "--armor");
    return [
      ask(`${type}, binary`, "file", `${type}.sig`, type, "both accept"),
      ask(`${type}, armored`, "file", `${type}.asc`, type, "both accept"),
      ask(`${type}, another file`, "other", `${type}.sig`, type, "both refuse"),
    ];
  });
  return [
    ...cases,
    ask("another key", "file", "ed25519.sig", "rsa2048", "both refuse"),
    ...weakCases(shop),
    ...keyCases(shop),
    ...armorCases(shop),
  ];
}

function weakCases(shop: Workshop): readonly OwnFormatCase[] {
  sign(shop, "rsa2048", "sha1.sig", "--digest-algo", "SHA1");
  sign(shop, "ed25519", "text.sig", "--textmode");
  key(shop, "dsa", "dsa2048", "0");
  sign(shop, "dsa", "dsa.sig");
  key(shop, "short", "rsa1024", "0");
  sign(shop, "short", "short.sig");
  return [
    ask("SHA-1", "file", "sha1.sig", "rsa2048", { stricter: "collisions of SHA-1 are bought" }),
    ask("DSA", "file", "dsa.sig", "dsa", { stricter: "one bad random number gives the key away" }),
    ask("RSA of 1024 bits", "file", "short.sig", "short", { stricter: "within reach" }),
    ask("over text", "file", "text.sig", "ed25519", {
      stricter: "other bytes have the same signature",
    }),
  ];
}

function keyCases(shop: Workshop): readonly OwnFormatCase[] {
  const past = ["--faked-system-time", "20260101T000000!"];
  shop.run("gpg", ...QUIET, ...past, "--quick-gen-key", "expired", "ed25519", "sign", "30d");
  shop.run("gpg", ...QUIET, ...past, "-u", "expired", "-o", "expired.sig", "--detach-sign", "file");
  publish(shop, "expired");
  key(shop, "subbed", "ed25519", "0");
  const fingerprint =
    /fpr:+([0-9A-F]{40})/.exec(shop.run("gpg", ...QUIET, "-k", "--with-colons", "subbed"))?.[1] ??
    "";
  shop.run("gpg", ...QUIET, "--quick-add-key", fingerprint, "ed25519", "sign", "0");
  publish(shop, "subbed");
  sign(shop, "subbed", "subbed.sig");
  shop.run(
    "gpg",
    ...QUIET,
    "-u",
    "ed25519",
    "-u",
    "rsa2048",
    "-o",
    "two.sig",
    "--detach-sign",
    "file",
  );
  key(shop, "revoked", "ed25519", "0");
  sign(shop, "revoked", "revoked.sig");
  const certificate = /fpr:+([0-9A-F]{40})/.exec(
    shop.run("gpg", ...QUIET, "-k", "--with-colons", "revoked"),
  )?.[1];
  shop.change(`openpgp-revocs.d/${certificate}.rev`, "revoke.asc", (text) =>
    text.replace(":---", "---"),
  );
  shop.run("gpg", ...QUIET, "--import", "revoke.asc");
  publish(shop, "revoked");
  const both = [
    "gpgv",
    "--keyring",
    "./ed25519.ring",
    "--keyring",
    "./rsa2048.ring",
    "two.sig",
    "file",
  ] as const;
  return [
    ask("a sub key", "file", "subbed.sig", "subbed", "both accept"),
    // gpgv wants the keys of both, and we the key of the one who counts.
    { ...ask("two keys that signed", "file", "two.sig", "ed25519", "both accept"), peer: both },
    ask("an expired key", "file", "expired.sig", "expired", {
      stricter: "nobody knows when it signed",
    }),
    ask("a revoked key", "file", "revoked.sig", "revoked", {
      stricter: "whoever has it may have signed now",
    }),
  ];
}

function armorCases(shop: Workshop): readonly OwnFormatCase[] {
  const edits: readonly (readonly [string, (text: string) => string, Verdict])[] = [
    ["CRLF", (text) => text.replaceAll("\n", "\r\n"), "both accept"],
    ["a comment", (text) => text.replace("\n\n", "\nComment: x\n\n"), "both accept"],
    ["another checksum", (text) => text.replace(/\n=.{4}\n/, "\n=AAAA\n"), "both refuse"],
    ["half of it", (text) => text.slice(0, text.length / 2), "both refuse"],
    ["text behind", (text) => `${text}more\n`, { stricter: "nobody signed it" }],
  ];
  return edits.map(([name, how, verdict], at) => {
    shop.change("ed25519.asc", `edit${at}.asc`, how);
    return ask(name, "file", `edit${at}.asc`, "ed25519", verdict);
  });
}

function key(shop: Workshop, name: string, type: string, expires: string): void {
  shop.run("gpg", ...QUIET, "--quick-gen-key", name, type, "sign", expires);
  publish(shop, name);
}

/** As we read it, and as gpgv does. */
function publish(shop: Workshop, name: string): void {
  shop.run("gpg", ...QUIET, "--armor", "-o", `${name}.key`, "--export", `=${name}`);
  shop.run("gpg", ...QUIET, "-o", `${name}.ring`, "--export", `=${name}`);
}

function sign(shop: Workshop, name: string, out: string, ...more: readonly string[]): void {
  shop.run("gpg", ...QUIET, ...more, "-u", `=${name}`, "-o", out, "--detach-sign", "file");
}

function ask(
  name: string,
  file: string,
  signature: string,
  by: string,
  verdict: Verdict,
): OwnFormatCase {
  return {
    name,
    args: [file, "--key", `${by}.key`, "--bundle", signature],
    peer: ["gpgv", "--keyring", `./${by}.ring`, signature, file],
    verdict,
  };
}
