"""Makes the few packages that the interop checks install, and prints the SHA-256 of each file as JSON.

argv: the folder to fill, and the file that `delta`'s setup.py writes when anything runs it.
"""

import base64
import hashlib
import io
import json
import pathlib
import sys
import tarfile
import zipfile

WHEEL = "Wheel-Version: 1.0\nGenerator: interop\nRoot-Is-Purelib: true\nTag: py3-none-any\n"

BACKEND = '''\
# Whoever builds this runs it: the file below is the proof.
import pathlib, zipfile

pathlib.Path({trace!r}).write_text("setup.py ran")


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "delta-1.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("delta.py", "")
        wheel.writestr("delta-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: delta\\nVersion: 1.0\\n")
        wheel.writestr("delta-1.0.dist-info/WHEEL", {wheel!r})
        wheel.writestr("delta-1.0.dist-info/RECORD", "")
    return name
'''


def write_wheel(folder, name, version, requires=()):
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += "".join(f"Requires-Dist: {line}\n" for line in requires)
    files = {
        f"{name}.py": f'VERSION = "{version}"\n',
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": WHEEL,
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        record += f"{path},sha256={digest.decode()},{len(text.encode())}\n"
    files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\n"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for inner, text in files.items():
            # A fixed date: the same bytes, and so the same digest, on every run.
            wheel.writestr(zipfile.ZipInfo(inner, (2026, 1, 1, 0, 0, 0)), text)
    return path


def write_sdist(folder, trace):
    files = {
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "setup"\nbackend-path = ["."]\n',
        "setup.py": BACKEND.format(trace=trace, wheel=WHEEL),
        "PKG-INFO": "Metadata-Version: 2.1\nName: delta\nVersion: 1.0\n",
    }
    with tarfile.open(folder / "delta-1.0.tar.gz", "w:gz") as sdist:
        for path, text in files.items():
            entry = tarfile.TarInfo(f"delta-1.0/{path}")
            entry.size = len(text.encode())
            sdist.addfile(entry, io.BytesIO(text.encode()))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True)
    write_wheel(folder, "alpha", "1.0")
    write_wheel(folder, "alpha", "2.0")
    write_wheel(folder, "gamma", "1.0")
    write_wheel(folder, "beta", "1.0", ["gamma"])
    write_sdist(folder, sys.argv[2])
    print(json.dumps({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}))


if __name__ == "__main__":
    main()
