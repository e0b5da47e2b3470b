"""Starting stays light: ``policycompare --help`` imports no heavy library."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def startup() -> ModuleType:
    """``benchmarks/startup.py``, which is no package."""
    path = Path(__file__).parents[1] / "benchmarks" / "startup.py"
    spec = importlib.util.spec_from_file_location("startup", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_startup_help_imports_no_heavy_module(startup: ModuleType) -> None:
    assert startup.find_heavy_modules() == []


def test_startup_names_what_help_imports(
    startup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "HEAVY", ("click", "sklearn"))
    assert startup.find_heavy_modules() == ["click"]


def test_startup_fails_with_what_failed(startup: ModuleType) -> None:
    with pytest.raises(startup.click.ClickException, match=r"failed: .*broken"):
        startup.run(["-c", "raise SystemExit('broken')"])
