import { generateKeyPairSync } from "node:crypto";

/** A policy with something of everything, and nothing wrong with it on 2026-11-24. */
export const POLICY = `version = 1
name    = "acme-app"
expires = 2027-06-30T00:00:00Z

[policy]
role = "owner"
threshold = 1

[trust]
max_root_age   = "180d"
time           = ["rekor-v1", "rfc3161"]
max_clock_skew = "5m"

[signers.alice]
person  = true
roles   = ["reviewer", "owner"]
keys    = ["keys/alice.pub"]
keyless = [{ issuer = "https://github.com/login/oauth", email = "alice@acme.example" }]
git     = ["Alice", "alice@acme.example"]
github  = ["alice-acme"]
from    = 2026-01-01T00:00:00Z

[signers.bob]
person = true
roles  = ["reviewer", "security", "owner"]
keys   = ["keys/bob.pub"]

[signers.sam]
person = true
roles  = ["reviewer", "security"]
keys   = ["keys/sam.pub"]

[signers.release]
person  = false
roles   = ["releaser"]
keys    = ["keys/release.pub"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "acme/app", repository_id = "1234567", workflow = ".github/workflows/release.yml", ref = "refs/tags/v*", runner = "github-hosted" }]

[signers.trivy]
person  = false
roles   = ["publisher"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "aquasecurity/trivy", repository_id = "1", workflow = ".github/workflows/reusable-release.yaml", ref = "refs/tags/v{version}", runner = "github-hosted" }]

[indexes]
main = "https://index.example/simple/"

[[lock]]
path       = "requirements*.txt"
format     = "pip-requirements"
index      = "main"
signatures = { role = "releaser", threshold = 1 }
approval.update    = { people = 2, hold = "24h" }
approval.new       = { people = 2, roles = { security = 1 }, hold = "24h" }
approval.downgrade = { people = 2, roles = { security = 1 } }
approval.rehash    = { deny = "same version, other bytes" }
approval.remove    = { people = 1 }
approval.emergency = { people = 2, roles = { security = 1 }, reason = true, lasts = "72h" }
author_may_approve = false

[[lock]]
path   = "dev-requirements.txt"
format = "pip-requirements"
ranges = true

[[lock]]
path       = "lockseal-tools.lock"
format     = "lockseal-tools"
signatures = { role = "releaser", threshold = 1 }
approval.update = { people = 1, hold = "72h" }
approval.new    = { people = 2, roles = { security = 1 } }

[tools.trivy]
version   = "0.71.0"
source    = "https://host.example/v{version}/trivy_{version}_{platform}.tar.gz"
platforms = { "linux-x64" = "Linux-64bit", "darwin-arm64" = "macOS-ARM64" }
signer    = "trivy"
hold      = "72h"
deny      = ["0.69.4", "0.69.5", "0.69.6"]

[provenance.app]
subject    = "dist/*"
predicate  = ["https://slsa.dev/provenance/v1"]
signer     = "release"
builder    = ["https://github.com/actions/runner/github-hosted"]
build_type = ["https://actions.github.io/buildtypes/workflow/v1"]
source     = "https://github.com/acme/app"
external_parameters = ["workflow"]

[[rule]]
id      = "no-prereleases"
on      = "lock.change"
deny_if = 'change.kind in ["new", "update"] && change.version.matches("(a|b|rc)[0-9]+$")'
message = "pre-release versions need an owner"

[[exempt]]
path   = "vendor/requirements.txt"
sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
reason = "vendored until the next release"
until  = 2026-12-24T00:00:00Z
`;

/** A public key as `keygen` writes it, another one each time. */
export function publicKeyPem(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  return publicKey.export({ type: "spki", format: "pem" }).toString();
}
