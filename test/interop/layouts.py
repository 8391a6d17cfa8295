"""Asks an installed in-toto for its verdict on each folder of cases, one line of JSON each."""

import json
import logging
import os
import sys
import tempfile

from in_toto.verifylib import in_toto_verify

try:
    from in_toto.models.metadata import Metadata

    load = Metadata.load
except (ImportError, AttributeError):
    from in_toto.models.metadata import Metablock

    load = Metablock.load

logging.disable(logging.CRITICAL)


def verdict(folder):
    with open(os.path.join(folder, "owners.json"), encoding="utf8") as file:
        owners = json.load(file)
    try:
        layout = load(os.path.join(folder, "root.layout"))
        in_toto_verify(layout, owners, link_dir_path=os.path.join(folder, "links"))
        return True, ""
    except Exception as error:  # each of its refusals is an exception of some kind
        return False, f"{type(error).__name__}: {error}"[:300]


root = sys.argv[1]
# Links of inspections would be written to the folder that this runs in.
os.chdir(tempfile.mkdtemp())
for name in sorted(os.listdir(root)):
    accepted, why = verdict(os.path.join(root, name))
    print(json.dumps({"name": name, "accepted": accepted, "why": why}))
