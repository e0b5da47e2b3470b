"""How ``policycompare/data/vega/`` is made: the scripts that draw charts in the page and in HTML.

They are the builds published on npm, byte for byte, but for the interpreter, which is published
only as an ES module: its ``import`` is turned into a look-up in the global ``vega`` and its
``export`` into an assignment, so that it runs as a plain script after ``vega.min.js``. All are
under the BSD 3-Clause licence; ``LICENSE`` is that of the packages.

``python benchmarks/vendor_vega.py`` fetches the packages with ``npm pack`` and checks that the
files of the repository are what they give; ``--write`` writes them, with the README that names
versions and SHA-256.
"""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

import click

FOLDER = Path(__file__).parents[1] / "policycompare" / "data" / "vega"

SOURCES = {
    "vega.min.js": ("vega", "6.2.0", "build/vega.min.js"),
    "vega-lite.min.js": ("vega-lite", "6.4.1", "build/vega-lite.min.js"),
    "vega-interpreter.js": ("vega-interpreter", "2.2.1", "build/vega-interpreter.js"),
    "LICENSE": ("vega", "6.2.0", "LICENSE"),
}
"""File here: (package, version, file in the package)."""

IMPORT = "import { ascending, isString, DisallowedObjectProperties } from 'vega-util';"
LOOK_UP = "const { ascending, isString, DisallowedObjectProperties } = vega;"
EXPORT = "export { expression as expressionInterpreter };"

README = """# Vega, as published

Scripts that draw the charts of the page and of saved HTML, without a network. They are made and
checked by `benchmarks/vendor_vega.py`, which says how `vega-interpreter.js` differs from the
published module. Licence: BSD 3-Clause (`LICENSE`; vega-lite and vega-interpreter state the same in
their `package.json`). Versions: vega is the one that vl-convert 1.9 draws with, vega-lite that of
Altair 6.3's schema, so that page, notebook and saved picture agree.

| file | npm package | version | bytes | SHA-256 |
|---|---|---|---:|---|
{rows}
"""


def fetch(package: str, version: str, name: str, folder: Path) -> bytes:
    """Read one file of a published package."""
    archive = folder / f"{package}-{version}.tgz"
    if not archive.exists():
        command = ["npm", "pack", "--silent", f"{package}@{version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as package_file:
        member = package_file.extractfile(f"package/{name}")
        assert member is not None
        return member.read()


def as_script(module: bytes) -> bytes:
    """Turn the interpreter's module into a script that adds it to the global ``vega``."""
    text = module.decode("utf-8")
    for part in (IMPORT, EXPORT):
        if text.count(part) != 1:
            raise click.ClickException(f"The interpreter has no line {part!r}; look at its build.")
    text = text.replace(IMPORT, LOOK_UP)
    text = text.replace(EXPORT, "vega.expressionInterpreter = expression;")
    text = text.replace("//# sourceMappingURL=vega-interpreter.js.map", "").rstrip()
    return f"(function (vega) {{\n'use strict';\n{text}\n}})(globalThis.vega);\n".encode()


def make_files() -> dict[str, bytes]:
    """Fetch and convert all files of the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        made = {key: fetch(*source, Path(scratch)) for key, source in SOURCES.items()}
    made["vega-interpreter.js"] = as_script(made["vega-interpreter.js"])
    rows = [
        f"| {name} | {SOURCES[name][0]} | {SOURCES[name][1]} | {len(data)} | "
        f"`{hashlib.sha256(data).hexdigest()}` |"
        for name, data in made.items()
    ]
    made["README.md"] = README.format(rows="\n".join(rows)).encode()
    return made


@click.command()
@click.option("--write", is_flag=True, help="Write the files in place of checking them.")
def main(write: bool) -> None:
    """Fetch the published scripts and check or write the repository's copies."""
    for name, data in make_files().items():
        path = FOLDER / name
        if write:
            path.write_bytes(data)
        elif not path.exists() or path.read_bytes() != data:
            raise click.ClickException(f"{path} is not what npm gives; see --write.")
        click.echo(f"{name}: {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
