"""Writes archives with Python's zipfile: the folder to take, and the folder to write to."""

import io
import os
import sys
import zipfile


class Pipe(io.RawIOBase):
    """A file that cannot be gone back in, so that sizes come behind the content."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def fill(archive, tree):
    for folder, _, files in os.walk(tree):
        for name in sorted(files):
            path = os.path.join(folder, name)
            archive.write(path, os.path.relpath(path, tree))


tree, out = sys.argv[1:]
for method in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
    with zipfile.ZipFile(f"{out}/python-{method}.zip", "w", method) as archive:
        fill(archive, tree)
        archive.writestr("grün", "a name in UTF-8")
        archive.mkdir("folder")
    with open(f"{out}/python-{method}-pipe.zip", "wb") as file:
        with zipfile.ZipFile(Pipe(file), "w", method) as archive:
            fill(archive, tree)
    for ending, wrap in ("", lambda file: file), ("-pipe", Pipe):
        with open(f"{out}/python-{method}-zip64{ending}.zip", "wb") as file:
            with zipfile.ZipFile(wrap(file), "w", method) as archive:
                with archive.open("wide", "w", force_zip64=True) as content:
                    content.write(b"sizes of eight bytes\n" * 999)
