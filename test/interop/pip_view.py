"""Tells what pip sees of many cases: reads a JSON array from stdin, writes one JSON array to stdout.

Runs inside a Python whose pip is the one to ask. Nothing is downloaded; files live in a temporary folder.
"""

import base64
import contextlib
import io
import json
import logging
import os
import shutil
import sys
import tempfile

sys.argv[0] = "pip"  # optparse names the program in its errors

from pip._internal.cli import cmdoptions
from pip._internal.models.format_control import FormatControl
from pip._internal.models.release_control import ReleaseControl
from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._vendor.packaging.markers import Marker
from pip._vendor.packaging.specifiers import SpecifierSet
from pip._vendor.packaging.version import InvalidVersion, Version

logging.disable(logging.CRITICAL)


def plain(value):
    if isinstance(value, FormatControl):
        return {"no_binary": sorted(value.no_binary), "only_binary": sorted(value.only_binary)}
    if isinstance(value, ReleaseControl):
        return {"all_releases": sorted(value.all_releases), "only_final": sorted(value.only_final)}
    return value


def parse_line(line):
    # The default of --use-feature is one list for the whole process, so a line would show those before it.
    cmdoptions.use_new_feature.keywords["default"].clear()
    with contextlib.redirect_stderr(io.StringIO()):  # optparse prints its usage there
        return req_file.get_line_parser(None)(line)


def changed_options(opts):
    defaults = req_file.build_parser().get_default_values()
    defaults.index_url = None
    defaults.features_enabled = []
    return {
        name: list(value) if isinstance(value, list) else plain(value)
        for name, value in vars(opts).items()
        if value != getattr(defaults, name, None)
    }


def describe(parsed, base):
    seen = {
        "requirement": parsed.requirement,
        "editable": parsed.is_editable,
        "constraint": parsed.constraint,
    }
    try:
        ireq = install_req_from_parsed_requirement(parsed)
        str(ireq.req)
    except Exception as error:
        hashes = {} if parsed.is_editable else (parsed.options or {}).get("hashes", {})
        return {**seen, "hashes": hashes, "invalid": failure(error)}
    return {
        **seen,
        "hashes": ireq.hash_options,
        "name": ireq.req.name if ireq.req else None,
        "specifier": str(ireq.req.specifier) if ireq.req else None,
        "extras": sorted(ireq.extras),
        "marker": str(ireq.markers) if ireq.markers else None,
        "url": ireq.link.url if ireq.link else None,
        "is_pinned": ireq.is_pinned if ireq.req else False,
    }


def failure(error):
    return {"kind": type(error).__name__, "message": str(error).rstrip("\n")}


def view(case, base):
    root = os.path.join(base, "a", "b")
    shutil.rmtree(os.path.join(base, "a"), ignore_errors=True)
    os.makedirs(os.path.join(root, "localdir"))
    open(os.path.join(root, "localdir", "pyproject.toml"), "w").close()
    for name, content in case["files"].items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(content))
    os.chdir(root)
    os.environ.update(case["env"])
    requirements, option_lines, error = [], [], None
    parser = req_file.RequirementsFileParser(None, parse_line)
    try:
        for line in parser.parse("requirements.txt", False):
            where = {"line": line.lineno, "file": os.path.relpath(line.filename, root)}
            if line.requirement is None:
                option_lines.append({**where, "options": changed_options(line.opts)})
            else:
                parsed = req_file.handle_requirement_line(line)
                requirements.append({**where, **describe(parsed, base)})
    except Exception as caught:
        error = failure(caught)
    finally:
        for name in case["env"]:
            del os.environ[name]
    return {"requirements": requirements, "option_lines": option_lines, "error": error}


def marker(case, _base):
    try:
        parsed = Marker(case["text"])
    except Exception as error:
        return {"error": failure(error)}
    try:
        truth = parsed.evaluate(case["environment"])
    except Exception:
        truth = None
    return {"printed": str(parsed), "truth": truth}


def versions(case, _base):
    parsed = []
    for text in case["texts"]:
        try:
            parsed.append(Version(text))
        except ValueError:
            parsed.append(None)
    left, right = parsed
    order = None
    if left is not None and right is not None:
        order = (left > right) - (left < right)
    return {"normal": [None if v is None else str(v) for v in parsed], "order": order}


def specifier(case, _base):
    try:
        specifiers = SpecifierSet(case["specifier"])
        return {
            "matches": specifiers.contains(case["version"], prereleases=True),
            "printed": str(specifiers),
        }
    except Exception as error:
        return {"error": failure(error)}


KINDS = {"view": view, "marker": marker, "versions": versions, "specifier": specifier}


def main():
    cases = json.load(sys.stdin)
    base = os.path.realpath(tempfile.mkdtemp())
    try:
        results = [KINDS[case["kind"]](case, base) for case in cases]
    finally:
        os.chdir("/")
        shutil.rmtree(base, ignore_errors=True)
    sys.stdout.write(json.dumps(results).replace(base, "/base"))


main()
