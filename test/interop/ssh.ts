import { SshSigner } from "../fakes/ssh.ts";
import type { OwnFormatCase, Verdict, Workshop } from "./own-formats.ts";

const TYPES = [
  ["ed25519"],
  ["ecdsa", "256"],
  ["ecdsa", "384"],
  ["ecdsa", "521"],
  ["rsa", "2048"],
] as const;

/** Lets ssh-keygen make keys, signatures and a certificate, and says what it and we should think of each. */
export function sshCases(shop: Workshop): readonly OwnFormatCase[] {
  shop.write("file", Buffer.alloc(300_000, "a tool\n"));
  shop.write("other", "another tool\n");
  const names = TYPES.map(([type, bits]) => generate(shop, `${type}${bits ?? ""}`, type, bits));
  generate(shop, "another", "ed25519");
  generate(shop, "rsa1024", "rsa", "1024");
  sign(shop, "ed25519", "git", "git.sig");
  certify(shop);
  const [key = ""] = shop.read("ed25519.pub").split(/ (?=\S+$)/);
  shop.write("signers", names.map((name) => `me@x ${shop.read(`${name}.pub`)}`).join(""));
  shop.write("rsa1024.signers", `me@x ${shop.read("rsa1024.pub")}`);
  shop.write("another.signers", `me@x ${shop.read("another.pub")}`);
  return [
    ...names.map((name) =>
      ask(`${name}, its own signature`, "file", `${name}.sig`, "signers", "both accept"),
    ),
    ...names.map((name) =>
      ask(`${name}, another file`, "other", `${name}.sig`, "signers", "both refuse"),
    ),
    ask("another key", "file", "ed25519.sig", "another.signers", "both refuse"),
    ask("another namespace", "file", "git.sig", "signers", "both refuse"),
    ask("RSA of 1024 bits", "file", "rsa1024.sig", "rsa1024.signers", {
      stricter: "RSA of 1024 bits is within reach",
    }),
    ask("a certificate", "file", "certificate.sig", "authority.signers", {
      stricter: "certificates are not judged",
    }),
    ...securityKeyCases(shop),
    ...armorCases(shop),
    ...lineCases(shop, key),
  ];
}

/** Makes a key, and its signature over the file. */
function generate(shop: Workshop, name: string, type: string, bits?: string): string {
  const size = bits === undefined ? [] : ["-b", bits];
  shop.run("ssh-keygen", "-q", "-t", type, ...size, "-N", "", "-C", "", "-f", name);
  sign(shop, name, "file", `${name}.sig`);
  return name;
}

function sign(shop: Workshop, key: string, namespace: string, out: string): void {
  shop.write("to-sign", Buffer.from(shop.read("file"), "latin1"));
  shop.remove("to-sign.sig");
  shop.run("ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", namespace, "to-sign");
  shop.write(out, shop.read("to-sign.sig"));
}

function certify(shop: Workshop): void {
  shop.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "authority");
  shop.run("ssh-keygen", "-q", "-s", "authority", "-I", "id", "-n", "me@x", "ed25519.pub");
  sign(shop, "ed25519-cert.pub", "file", "certificate.sig");
  shop.write("authority.signers", `me@x cert-authority ${shop.read("authority.pub")}`);
}

/** Nobody here has a security key to touch: the signature is made in this process, and ssh-keygen verifies it. */
function securityKeyCases(shop: Workshop): readonly OwnFormatCase[] {
  const types = ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"];
  return types.flatMap((type, at) => {
    const signer = new SshSigner(type);
    const message = Buffer.from(shop.read("file"), "latin1");
    shop.write(`sk${at}.signers`, `me@x ${signer.line}`);
    shop.write(`sk${at}.sig`, signer.sign(message));
    shop.write(`sk${at}-untouched.sig`, signer.sign(message, { flags: 0 }));
    shop.write(
      `sk${at}-bad.sig`,
      signer.sign(message, { proof: signer.prove(Buffer.from("other")) }),
    );
    return [
      ask(`${type}, a signature`, "file", `sk${at}.sig`, `sk${at}.signers`, "both accept"),
      ask(`${type}, untouched`, "file", `sk${at}-untouched.sig`, `sk${at}.signers`, "both accept"),
      ask(
        `${type}, over something else`,
        "file",
        `sk${at}-bad.sig`,
        `sk${at}.signers`,
        "both refuse",
      ),
    ];
  });
}

function armorCases(shop: Workshop): readonly OwnFormatCase[] {
  const edits: readonly (readonly [string, (text: string) => string, Verdict])[] = [
    ["CRLF", (text) => text.replaceAll("\n", "\r\n"), "both refuse"],
    ["a blank line before", (text) => `\n${text}`, "both refuse"],
    ["no end of the last line", (text) => text.trimEnd(), "both accept"],
    [
      "base64 in one line",
      (text) => text.replace(/(?<=-\n)[^-]*(?=\n-)/, (lines) => lines.replaceAll("\n", "")),
      "both accept",
    ],
    [
      "a changed character",
      (text) => text.replace(/.(?=\n-----END)/, (last) => (last === "A" ? "E" : "A")),
      "both refuse",
    ],
    ["text behind", (text) => `${text}more\n`, { stricter: "nobody signed it" }],
    [
      "a blank in the base64",
      (text) => text.replace("U1NI", "U1 NI"),
      { stricter: "one spelling" },
    ],
    ["two signatures", (text) => text + text, { stricter: "only the first would be read" }],
  ];
  return edits.map(([name, how, verdict], at) => {
    shop.change("ed25519.sig", `edit${at}.sig`, how);
    return ask(name, "file", `edit${at}.sig`, "signers", verdict);
  });
}

function lineCases(shop: Workshop, key: string): readonly OwnFormatCase[] {
  const lines: readonly (readonly [string, Verdict])[] = [
    ["me@x K", "both accept"],
    ["# comment\\n\\n  me@x\\tK a comment", "both accept"],
    ['"me@x" K', "both accept"],
    ["*@x K", "both accept"],
    ["?e@x K", "both accept"],
    ["you@x,me@x K", "both accept"],
    ["me@x,,you@x K", "both accept"],
    ["*@x,!me@x K", "both refuse"],
    ["ME@X K", "both refuse"],
    [", K", "both refuse"],
    ["", "both refuse"],
    ["you@x K", "both refuse"],
    ['me@x namespaces="file,git" K', "both accept"],
    ['me@x NAMESPACES="file" K', "both accept"],
    ['me@x  namespaces="*,!git"  K', "both accept"],
    ['me@x namespaces="fi\\\\"le,file" K', "both accept"],
    ['me@x namespaces="git" K', "both refuse"],
    ['me@x namespaces="git, file" K', "both refuse"],
    ["me@x namespaces=file K", "both refuse"],
    ['me@x namespaces="file",namespaces="file" K', "both refuse"],
    ['me@x namespaces="file", K', "both refuse"],
    ['me@x other="file" K', "both refuse"],
    ["me@x no-touch-required K", "both refuse"],
    ["me@x cert-authority K", "both refuse"],
    ['me@x valid-after="20200101Z" K', "both accept"],
    ['me@x valid-after="202001010101Z" K', "both accept"],
    ['me@x valid-after="20200101010101" K', "both accept"],
    ['me@x valid-after="21000101" K', "both refuse"],
    ['me@x valid-before="21000101" K', "both accept"],
    ['me@x valid-before="20200101Z" K', "both refuse"],
    ['me@x valid-after="2020010101Z" K', "both refuse"],
    ['me@x valid-after="20201301" K', "both refuse"],
    ['me@x valid-after="" K', "both refuse"],
    ['me@x valid-after="20250101",valid-before="20200101" K', "both refuse"],
    ['me@x valid-before="20200101" K\\nme@x K', "both accept"],
    ["nonsense\\nme@x nonsense AAAA\\nme@x ssh-rsa AAAA\\nyou@x foo K\\nme@x K", "both accept"],
    ["me@x #K", "both refuse"],
    ['me@x valid-after="20200231" K', { stricter: "no month has that day" }],
  ];
  return lines.map(([line, verdict], at) => {
    const text = line.replaceAll("\\n", "\n").replaceAll("\\t", "\t").replaceAll("\\\\", "\\");
    shop.write(`line${at}.signers`, `${text.replaceAll(/(?<=[\s#])K(?=\s|$)/g, key.trim())}\n`);
    return ask(
      `the line ${JSON.stringify(line)}`,
      "file",
      "ed25519.sig",
      `line${at}.signers`,
      verdict,
    );
  });
}

function ask(
  name: string,
  file: string,
  signature: string,
  signers: string,
  verdict: Verdict,
): OwnFormatCase {
  const [principal, namespace] = ["me@x", "file"];
  return {
    name,
    args: [file, "--allowed-signers", signers, "--principal", principal, "--bundle", signature],
    // ssh-keygen takes the message from its standard input alone.
    peer: [
      "sh",
      "-c",
      `ssh-keygen -Y verify -f ${signers} -I ${principal} -n ${namespace} -s ${signature} < ${file}`,
    ],
    verdict,
  };
}
