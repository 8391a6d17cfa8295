import { ALICE, BOB, CAROL, pin } from "./checkout.ts";
import { publicKeyPem } from "./policy.ts";
import { Repository } from "./repository.ts";
import { TRIVY_LOCK } from "./tool-lock.ts";

/** A policy that asks for all that there is to ask for. */
export const STRICTEST = `version = 1
name    = "acme-app"
expires = 2027-06-30T00:00:00Z

[policy]
role      = "owner"
threshold = 2

[trust]
max_root_age   = "180d"
max_clock_skew = "5m"

[signers.alice]
person = true
roles  = ["reviewer", "owner"]
keys   = ["keys/alice.pub"]
git    = ["Alice", "alice@acme.example"]
github = ["alice-acme"]

[signers.bob]
person = true
roles  = ["reviewer", "owner"]
keys   = ["keys/bob.pub"]
github = ["bob-acme"]

[signers.sam]
person = true
roles  = ["reviewer", "security"]
keys   = ["keys/carol.pub"]
github = ["sam-acme"]

[signers.release]
person  = false
roles   = ["releaser"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "acme/app", repository_id = "1234567", workflow = ".github/workflows/release.yml", ref = "refs/tags/v*", trigger = "push", runner = "github-hosted" }]

[signers.second-release]
person = false
roles  = ["releaser"]
keys   = ["keys/second.pub"]

[signers.update-bot]
person  = false
roles   = ["observer"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "acme/app", repository_id = "1234567", workflow = ".github/workflows/observe.yml", ref = "refs/heads/main", runner = "github-hosted" }]

[signers.trivy]
person  = false
roles   = ["publisher"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "aquasecurity/trivy", repository_id = "1", workflow = ".github/workflows/reusable-release.yaml", ref = "refs/tags/v{version}", runner = "github-hosted" }]

[[lock]]
path       = "requirements.txt"
format     = "pip-requirements"
signatures = { role = "releaser", threshold = 2 }
approval.update    = { people = 2, hold = "72h" }
approval.new       = { people = 2, roles = { security = 1 }, hold = "72h" }
approval.downgrade = { people = 2, role = "owner" }
approval.rehash    = { deny = "same version, other bytes" }
approval.remove    = { people = 2 }
approval.emergency = { people = 2, roles = { security = 1 }, lasts = "72h" }

[[rule]]
id      = "no-prereleases"
on      = "lock.change"
deny_if = 'change.version.matches("(a|b|rc)[0-9]+$")'

[[lock]]
path       = "lockseal-tools.lock"
format     = "lockseal-tools"
signatures = { role = "releaser", threshold = 2 }
approval.update = { people = 2, hold = "72h" }
approval.new    = { people = 2, roles = { security = 1 }, hold = "72h" }
approval.rehash = { deny = "same version, other bytes" }

[tools.trivy]
version   = "0.71.0"
source    = "https://host.example/v{version}/trivy_{version}_{platform}.tar.gz"
platforms = { "linux-x64" = "Linux-64bit" }
signer    = "trivy"
hold      = "72h"
deny      = ["0.70.0"]
`;

/** The same of what is built here. */
export const WITH_OUTPUTS: string = `${STRICTEST}
[provenance.app]
subject   = "dist/*"
predicate = "https://slsa.dev/provenance/v1"
signer    = "release"
builder   = "https://github.com/actions/runner/github-hosted"
source    = "https://github.com/acme/app"
`;

/** A policy that asks for as little as it can, and is one. */
export const LOOSEST = `version = 1

[policy]
role      = "owner"
threshold = 1

[signers.alice]
person = true
roles  = ["owner"]
keys   = ["keys/alice.pub"]

[signers.bob]
person = true
roles  = ["owner"]
keys   = ["keys/bob.pub"]

[[lock]]
path   = "requirements.txt"
format = "pip-requirements"
signatures = { role = "owner", threshold = 1 }
approval.update    = { people = 1 }
approval.new       = { people = 1 }
approval.downgrade = { people = 1 }
approval.rehash    = { people = 1 }
approval.remove    = { people = 1 }
approval.other     = { people = 1 }

[tools.trivy]
version   = "0.71.0"
source    = "https://host.example/v{version}/trivy_{version}_{platform}.tar.gz"
platforms = { "linux-x64" = "Linux-64bit" }
`;

/** A repository of a policy with a lock, in which nothing is under way. */
export class Drilled extends Repository {
  constructor(policy: string = STRICTEST) {
    super();
    this.write("lockseal.toml", policy)
      .write("keys/alice.pub", ALICE.publicFile)
      .write("keys/bob.pub", BOB.publicFile)
      .write("keys/carol.pub", CAROL.publicFile)
      .write("keys/second.pub", publicKeyPem())
      .write("README.md", "an application\n")
      .write("lockseal-tools.lock", TRIVY_LOCK)
      .write("requirements.txt", pin("click", "8.1.7") + pin("flask", "3.0.0"));
    const base = this.commit("base");
    this.git("update-ref", "refs/remotes/origin/main", base);
    this.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
  }
}
