"""Makes TUF repositories with python-tuf, and updates from one with its client.

make FOLDER TRUSTED_ROOT OTHER_ROOT  writes FOLDER/NAME/ for each state of one repository
update URL ROOT FOLDER               updates from URL into FOLDER; prints the SHA-256 of trusted_root.json
"""

import hashlib
import shutil
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import Updater

TARGET = "trusted_root.json"


class Repository:
    def __init__(self, target: bytes):
        ecdsa, ed25519, rsa = (
            CryptoSigner.generate_ecdsa,
            CryptoSigner.generate_ed25519,
            lambda: CryptoSigner.generate_rsa(scheme="rsassa-pss-sha256"),
        )
        self.signers = {
            "root": [ecdsa(), ed25519(), rsa()],
            "timestamp": [ed25519()],
            "snapshot": [ecdsa()],
            "targets": [rsa(), ecdsa()],
        }
        self.target = target
        self.end = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=7)
        self.files = {}
        root = Root(consistent_snapshot=True, expires=self.end)
        # What a key's owner is called may hold any character; all of it is signed.
        root.unrecognized_fields["x-note"] = 'quote " backslash \\ line\nend, é, 😀, \uff5e'
        for role, signers in self.signers.items():
            for signer in signers:
                root.add_key(signer.public_key, role)
            root.roles[role].threshold = 2 if role in ("root", "targets") else 1
        self.root = Metadata(root)
        self.targets = Metadata(Targets(expires=self.end))
        self.snapshot = Metadata(Snapshot(expires=self.end))
        self.timestamp = Metadata(Timestamp(expires=self.end))
        self.sign_root([])
        self.publish()

    def sign(self, metadata, signers):
        metadata.signatures.clear()
        for signer in signers:
            metadata.sign(signer, append=True)
        return metadata.to_bytes()

    def sign_root(self, before):
        data = self.sign(self.root, self.signers["root"] + before)
        self.files[f"{self.root.signed.version}.root.json"] = data

    def rotate(self, role, make):
        """The next root, with other keys for one role."""
        root = self.root.signed
        before = list(self.signers["root"]) if role == "root" else []
        for signer in self.signers[role]:
            root.revoke_key(signer.public_key.keyid, role)
        self.signers[role] = [make() for _ in self.signers[role]]
        for signer in self.signers[role]:
            root.add_key(signer.public_key, role)
        root.version += 1
        self.sign_root(before)

    def publish(self):
        file = TargetFile.from_data(TARGET, self.target, ["sha256", "sha512"])
        self.targets.signed.targets = {TARGET: file}
        for digest in file.hashes.values():
            self.files[f"targets/{digest}.{TARGET}"] = self.target
        data = self.sign(self.targets, self.signers["targets"])
        self.files[f"{self.targets.signed.version}.targets.json"] = data
        listed = MetaFile.from_data(self.targets.signed.version, data, ["sha256"])
        self.snapshot.signed.meta["targets.json"] = listed
        data = self.sign(self.snapshot, self.signers["snapshot"])
        self.files[f"{self.snapshot.signed.version}.snapshot.json"] = data
        self.timestamp.signed.snapshot_meta = MetaFile.from_data(
            self.snapshot.signed.version, data, ["sha512"]
        )
        self.files["timestamp.json"] = self.sign(self.timestamp, self.signers["timestamp"])

    def republish(self):
        for metadata in (self.targets, self.snapshot, self.timestamp):
            metadata.signed.version += 1
        self.publish()

    def write(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def make(folder, target, other):
    repository = Repository(target)
    repository.write(folder / "first")
    first = dict(repository.files)
    repository.republish()
    repository.write(folder / "second")
    repository.rotate("timestamp", CryptoSigner.generate_ecdsa)
    repository.rotate("root", CryptoSigner.generate_ed25519)
    repository.rotate("snapshot", CryptoSigner.generate_ed25519)
    repository.rotate("root", CryptoSigner.generate_ecdsa)
    repository.target = other
    repository.republish()
    repository.write(folder / "rotated")
    # The timestamp and all below it as they were before, by keys that count no more.
    newest = dict(repository.files)
    repository.files = newest | {"timestamp.json": first["timestamp.json"]}
    repository.write(folder / "rolled-back")
    repository.files = dict(newest)
    repository.timestamp.signed.version += 1
    repository.timestamp.signed.expires = repository.end - timedelta(days=8)
    repository.publish()
    repository.write(folder / "frozen")


def update(url, root, folder):
    metadata, targets = folder / "metadata", folder / "targets"
    for path in (metadata, targets):
        path.mkdir(parents=True, exist_ok=True)
    updater = Updater(str(metadata), url, str(targets), f"{url}targets/", bootstrap=root)
    updater.refresh()
    path = updater.download_target(updater.get_targetinfo(TARGET))
    print(hashlib.sha256(Path(path).read_bytes()).hexdigest())


if __name__ == "__main__":
    action, *words = sys.argv[1:]
    if action == "make":
        make(Path(words[0]), Path(words[1]).read_bytes(), Path(words[2]).read_bytes())
    else:
        update(words[0], Path(words[1]).read_bytes(), Path(words[2]))
