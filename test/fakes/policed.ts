import { ALICE, BOB, CAROL, Folder, pin } from "./checkout.ts";
import { Repository } from "./repository.ts";
import type { Outcome } from "./streams.ts";

/** Of three signers: two people, and a machine. */
export const POLICY = `version = 1

[policy]
role = "owner"
threshold = 1

[signers.alice]
person = true
roles = ["reviewer", "owner"]
keys = ["keys/alice.pub"]

[signers.bob]
person = true
roles = ["reviewer"]
keys = ["keys/bob.pub"]

[signers.bot]
person = false
roles = ["reviewer"]
keys = ["keys/carol.pub"]

[[lock]]
path = "requirements.txt"
format = "pip-requirements"
approval.update = { people = 2, hold = "24h" }
`;

/** The same of two people alone. */
export const WITHOUT_BOT: string = POLICY.replace(
  '[signers.bot]\nperson = false\nroles = ["reviewer"]\nkeys = ["keys/carol.pub"]\n\n',
  "",
);

/** A repository whose base has a policy, and in which a branch updates a package. */
export class Policed extends Repository {
  readonly secret: Folder = new Folder();
  readonly base: string;

  /** @param folder where the policy lies and its lock, such as `services/`; default: the top. */
  constructor(policy: string | null = POLICY, folder = "") {
    super();
    for (const [name, signer] of [
      ["alice", ALICE],
      ["bob", BOB],
      ["carol", CAROL],
    ] as const) {
      this.secret.write(`${name}.key`, signer.privateFile);
      this.write(`${folder}keys/${name}.pub`, signer.publicFile);
    }
    if (policy !== null) this.write(`${folder}lockseal.toml`, policy);
    this.base = this.write(`${folder}requirements.txt`, pin("click", "8.1.7")).commit("base");
    this.git("update-ref", "refs/remotes/origin/main", this.base);
    this.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    this.git("checkout", "-q", "-b", "update");
    this.write(`${folder}requirements.txt`, pin("click", "8.1.8")).commit("update");
  }

  async approve(by: string, file = "requirements.txt", more = ""): Promise<Outcome> {
    const look = await this.run(`approve ${file}`);
    const [, digest = "none"] = /delta sha256:([0-9a-f]{64})/.exec(look.stdout) ?? [];
    return this.run(`approve ${file} --key ${this.secret.at(`${by}.key`)} --yes ${digest}${more}`);
  }
}
