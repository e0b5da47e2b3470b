"""The notebooks run from top to bottom on the public API, and their stored outputs are whole."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is in the extra test")
nbclient = pytest.importorskip("nbclient", reason="nbclient is in the extra test")
pytest.importorskip("ipykernel", reason="ipykernel is in the extra test")

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
ids = [path.stem for path in NOTEBOOKS]


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def _code(path: Path) -> list[Any]:
    return [cell for cell in _read(path).cells if cell.cell_type == "code"]


def test_notebooks_are_numbered_without_a_hole() -> None:
    assert [int(path.name[:2]) for path in NOTEBOOKS] == list(range(1, 8))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_notebooks_run_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The kernel takes the interpreter of this run, whatever kernels the user has installed.
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    notebook = _read(path)
    client = nbclient.NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.create_kernel_manager().kernel_spec.argv[0] = sys.executable
    client.execute()
    outputs = [output for cell in _code(path) for output in cell.outputs]
    assert outputs


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_notebooks_are_stored_with_outputs_and_a_picture(path: Path) -> None:
    cells = _code(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {kind for cell in cells for output in cell.outputs for kind in output.get("data", {})}
    assert "text/html" in kinds
    assert any(kind.startswith(("image/", "application/vnd.vegalite")) for kind in kinds)
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_notebooks_ask_and_doubt(path: Path) -> None:
    texts = [cell.source for cell in _read(path).cells if cell.cell_type == "markdown"]
    assert "**Question.**" in texts[0]
    assert texts[-1].startswith("## What to doubt")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_notebooks_use_the_public_names_only(path: Path) -> None:
    for cell in _code(path):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom):
                assert not str(node.module).startswith("policycompare")
            if isinstance(node, ast.Import):
                assert all(
                    name.name.count(".") == 0 for name in node.names if "policy" in name.name
                )
            if isinstance(node, ast.Attribute):
                assert not node.attr.startswith("_")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ids)
def test_notebooks_hold_no_path_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users|var)/", text)
