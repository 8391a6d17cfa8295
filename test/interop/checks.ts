/**
 * Counts and prints one line a check, as it ends. A check that throws has failed; a peer that is missing is
 * skipped by name and never counts as passed.
 */
export class Checks {
  passed = 0;
  failed = 0;
  skipped = 0;
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Runs one check. `run` shows the failure by throwing, or by returning what was found instead. */
  async check(
    name: string,
    run: () => Promise<string | undefined> | string | undefined,
  ): Promise<void> {
    let found: string | undefined;
    try {
      found = await run();
    } catch (error) {
      found = error instanceof Error ? error.message : String(error);
    }
    if (found === undefined) this.pass(name);
    else this.fail(name, found);
  }

  pass(name: string): void {
    this.passed += 1;
    this.#write(`ok    ${name}`);
  }

  fail(name: string, found: string): void {
    this.failed += 1;
    this.#write(`FAIL  ${name}: ${found}`);
  }

  skip(name: string, why: string): void {
    this.skipped += 1;
    this.#write(`skip  ${name}: ${why}`);
  }

  /** Says it in one line that a script can read: `N passed, N failed, N skipped`. */
  total(): string {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}
