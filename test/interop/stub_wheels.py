"""Fills folders with empty wheels, so that uv can resolve offline: stdin is JSON, [[folder, [[name, version], …]], …]."""

import json
import pathlib
import sys

from wheelhouse import write_wheel

for folder, pins in json.load(sys.stdin):
    pathlib.Path(folder).mkdir()
    for name, version in pins:
        write_wheel(pathlib.Path(folder), name.replace("-", "_"), version)
