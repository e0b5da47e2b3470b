"""Run the notebooks in place and print how long each took and how large it is.

    python benchmarks/notebooks.py            # all, their outputs stored
    python benchmarks/notebooks.py --check    # all, nothing stored
    python benchmarks/notebooks.py 02 07      # only these

Needs the extra ``test``. Stored outputs carry no times, so that a second run changes nothing but
what the program gives.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"


def run(path: Path, *, store: bool) -> float:
    """Run one notebook and return the seconds that it took."""
    notebook = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(FOLDER)}},
        record_timing=False,
    ).execute()
    seconds = time.perf_counter() - start
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    if store:
        nbformat.write(notebook, path)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="store nothing")
    parser.add_argument("names", nargs="*", help="beginnings of their names, e.g. 07; all if none")
    given = parser.parse_args()
    total = 0.0
    for path in sorted(FOLDER.glob("*.ipynb")):
        if given.names and not path.name.startswith(tuple(given.names)):
            continue
        seconds = run(path, store=not given.check)
        total += seconds
        print(f"{path.stem:42} {seconds:6.1f} s {path.stat().st_size / 1000:8.0f} kB")
    print(f"{'together':42} {total:6.1f} s")


if __name__ == "__main__":
    main()
