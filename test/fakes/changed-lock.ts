import { ALICE, BOB, Folder, pin } from "./checkout.ts";
import { Repository } from "./repository.ts";

/** A repository in which a branch changes a lock: `click` is updated. */
export class ChangedLock extends Repository {
  readonly keys: Folder = new Folder();
  readonly base: string;

  constructor(
    before: string = pin("click", "8.1.7") + pin("flask", "3.0.0"),
    after: string = pin("click", "8.1.8") + pin("flask", "3.0.0"),
  ) {
    super();
    this.keys.write("alice.key", ALICE.privateFile).write("bob.key", BOB.privateFile);
    this.base = this.write("requirements.txt", before).commit("base");
    this.git("update-ref", "refs/remotes/origin/main", this.base);
    this.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    this.git("checkout", "-q", "-b", "update");
    this.write("requirements.txt", after).commit("update");
  }

  /** Runs `approve` with a signer's key, of what lies here now. */
  async approve(by: string, more = ""): Promise<string> {
    const look = await this.run(`approve requirements.txt --as ${by} --json`);
    const [, digest = ""] = /--yes ([0-9a-f]{64})/.exec(look.stdout) ?? [];
    const { stdout, stderr, exitCode } = await this.run(
      `approve requirements.txt --as ${by} --key ${this.keys.at(`${by}.key`)} --yes ${digest}${more}`,
    );
    if (exitCode !== 0) throw new Error(`cannot approve: ${stdout}${stderr}`);
    return stdout;
  }
}
