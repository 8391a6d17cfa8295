import { Refusal } from "../errors.ts";

/** Where a password may come from. */
export interface PasswordSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: PasswordInput;
  /** Where the prompt goes; never standard output, which is data. */
  readonly stderr: { write(text: string): unknown };
}

/** The part of a stream that is used; `process.stdin` is one. */
export interface PasswordInput extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: "data", listener: (chunk: Uint8Array | string) => void): unknown;
  off(event: "data", listener: (chunk: Uint8Array | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Longer than any password, and short enough to hold. */
const MAX_PASSWORD_BYTES = 4096;

/**
 * Asks for the password of a key: `LOCKSEAL_PASSWORD`, else `COSIGN_PASSWORD`, else a prompt without echo, else one line
 * from a pipe. The empty password is taken only from a variable or a line that says so, never for want of one.
 * @param twice ask again and compare, for a new key.
 * @throws Refusal `PASSWORD_MISSING` — nothing was given, or two entries differ.
 */
export async function readPassword(
  what: string,
  source: PasswordSource,
  twice: boolean,
): Promise<Uint8Array> {
  const given = source.env.LOCKSEAL_PASSWORD ?? source.env.COSIGN_PASSWORD;
  if (given !== undefined) return Buffer.from(given);
  if (source.stdin.isTTY !== true) return readLine(what, source.stdin);
  const password = await prompt(`password for ${what}: `, what, source);
  if (password.length === 0)
    throw missing(
      what,
      "an empty one at the prompt",
      "to use no password on purpose, set LOCKSEAL_PASSWORD to the empty string",
    );
  if (
    twice &&
    Buffer.compare(password, await prompt(`password for ${what}, once more: `, what, source)) !== 0
  ) {
    throw missing(what, "two that differ", "run the command again");
  }
  return password;
}

async function readLine(what: string, stdin: PasswordInput): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (bytes.includes(0x0a) || length > MAX_PASSWORD_BYTES) break;
  }
  const all = Buffer.concat(chunks);
  if (all.length === 0)
    throw missing(
      what,
      "nothing: no variable, no terminal, and an empty pipe",
      "set LOCKSEAL_PASSWORD, or pipe the password in",
    );
  if (all.length > MAX_PASSWORD_BYTES)
    throw missing(what, "a line that is too long to be one", "pipe the password alone");
  const end = all.indexOf(0x0a);
  const line = end === -1 ? all : all.subarray(0, end);
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}

function prompt(text: string, what: string, source: PasswordSource): Promise<Uint8Array> {
  const { stdin, stderr } = source;
  return new Promise((resolve, reject) => {
    let typed: number[] = [];
    const end = (): void => {
      stdin.off("data", take);
      stdin.setRawMode?.(false);
      stdin.pause();
      stderr.write("\n");
    };
    const take = (chunk: Uint8Array | string): void => {
      for (const byte of Buffer.from(chunk)) {
        if (byte === 0x0a || byte === 0x0d) {
          end();
          resolve(Uint8Array.from(typed));
          return;
        }
        if (byte === 0x03 || (byte === 0x04 && typed.length === 0)) {
          end();
          reject(missing(what, "the end of the input", "run the command again"));
          return;
        }
        if (byte === 0x7f || byte === 0x08) typed = withoutLastCharacter(typed);
        else if (byte === 0x15) typed = [];
        else if (typed.length < MAX_PASSWORD_BYTES) typed.push(byte);
      }
    };
    // Raw mode is what keeps the terminal from echoing; so ^C, ^D, backspace and ^U are ours to handle.
    // It comes before the prompt: whoever types the moment it shows would see the password.
    stdin.setRawMode?.(true);
    stderr.write(text);
    stdin.on("data", take);
    stdin.resume();
  });
}

/** Takes away one character of UTF-8, with its continuation bytes. */
function withoutLastCharacter(bytes: readonly number[]): number[] {
  let end = bytes.length - 1;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.slice(0, Math.max(end, 0));
}

function missing(what: string, found: string, hint: string): Refusal {
  return new Refusal(
    "PASSWORD_MISSING",
    `${what}: expected a password, found ${found}`,
    { name: what },
    { hint },
  );
}
