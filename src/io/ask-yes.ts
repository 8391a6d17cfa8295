import type { PasswordInput } from "./password.ts";

/** Longer than any answer. */
const MAX_ANSWER = 64;

/** Where to ask. */
export interface Asked {
  /** A terminal: whoever pipes an answer in has not read the question. */
  readonly stdin: PasswordInput;
  readonly stderr: { write(text: string): unknown };
}

/** Asks a person who sits at a terminal, and waits for one line. Nothing but the word `yes` is a yes. */
export function askYes(question: string, { stdin, stderr }: Asked): Promise<boolean> {
  return new Promise((resolve) => {
    let typed = "";
    const end = (answer: boolean): void => {
      stdin.off("data", take);
      stdin.setRawMode?.(false);
      stdin.pause();
      stderr.write("\n");
      resolve(answer);
    };
    const take = (chunk: Uint8Array | string): void => {
      for (const byte of Buffer.from(chunk)) {
        if (byte === 0x0a || byte === 0x0d) {
          end(typed.trim() === "yes");
          return;
        }
        if (byte === 0x03 || byte === 0x04) {
          end(false);
          return;
        }
        if (byte === 0x7f || byte === 0x08) {
          if (typed !== "") stderr.write("\b \b");
          typed = typed.slice(0, -1);
        } else if (byte >= 0x20 && byte < 0x7f && typed.length < MAX_ANSWER) {
          typed += String.fromCharCode(byte);
          stderr.write(String.fromCharCode(byte));
        }
      }
    };
    // Raw, so that ^C and ^D are an answer, too, and do not leave the program waiting for one.
    stdin.setRawMode?.(true);
    stderr.write(question);
    stdin.on("data", take);
    stdin.resume();
  });
}
