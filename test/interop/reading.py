"""Prints as JSON what a peer reads in requirement files.

argv: `pip` or `pip-tools` and the files: for each file a list of
    [normalised name, version, extras, marker or null, hashes], sorted.
argv: `markers`, with a JSON list of markers on stdin: for each where it is true, as a string of 0 and 1
    over a grid of environments. Two markers that agree there mean the same to an installer.
"""

import itertools
import json
import sys

from pip._vendor.packaging.markers import Marker
from pip._vendor.packaging.utils import canonicalize_name


def by_pip(file):
    from pip._internal.network.session import PipSession
    from pip._internal.req.constructors import install_req_from_parsed_requirement
    from pip._internal.req.req_file import parse_requirements

    for line in parse_requirements(file, session=PipSession()):
        yield install_req_from_parsed_requirement(line)


def by_pip_tools(file):
    from pip._internal.network.session import PipSession
    from piptools._compat.pip_compat import parse_requirements

    return parse_requirements(file, session=PipSession())


def row(requirement):
    (specifier,) = requirement.req.specifier
    assert specifier.operator == "==", requirement
    hashes = [f"{name}:{digest}" for name, digests in requirement.hash_options.items() for digest in digests]
    return [
        canonicalize_name(requirement.req.name),
        specifier.version,
        sorted(requirement.extras),
        str(requirement.markers) if requirement.markers else None,
        sorted(hashes),
    ]


def environments():
    systems = [("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows")]
    implementations = [("cpython", "CPython"), ("pypy", "PyPy")]
    machines = ["x86_64", "aarch64", "AMD64"]
    minors = range(9, 16)
    for (system, os_name, platform), (short, long), machine, minor in itertools.product(
        systems, implementations, machines, minors
    ):
        yield {
            "extra": "",
            "implementation_name": short,
            "implementation_version": f"3.{minor}.1",
            "os_name": os_name,
            "platform_machine": machine,
            "platform_python_implementation": long,
            "platform_release": "1",
            "platform_system": platform,
            "platform_version": "1",
            "python_full_version": f"3.{minor}.1",
            "python_version": f"3.{minor}",
            "sys_platform": system,
        }


def main():
    asked, files = sys.argv[1], sys.argv[2:]
    if asked == "markers":
        grid = list(environments())
        truths = [
            "".join("01"[marker is None or Marker(marker).evaluate(environment)] for environment in grid)
            for marker in json.load(sys.stdin)
        ]
        print(json.dumps(truths))
        return
    read = {"pip": by_pip, "pip-tools": by_pip_tools}[asked]
    key = lambda row: (row[0], row[1], row[3] or "", row[4])
    print(json.dumps([sorted((row(each) for each in read(file)), key=key) for file in files]))


main()
