from __future__ import annotations

import subprocess
import sys

import pytest

from policycompare.cli.group import COMMANDS
from tests.conftest import ROOT

HEAVY = (
    "sklearn",
    "pandas",
    "scipy",
    "jieba",
    "rjieba",
    "rich",
    "opencc",
    "jinja2",
    "cn2an",
    "lxml",
)


def loaded_modules(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after running the code."""
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_imports_help_loads_nothing_heavy(command: str) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    loaded = loaded_modules(
        f"from policycompare.cli import main\nmain({arguments!r}, standalone_mode=False)"
    )
    assert "policycompare.cli.compare" in loaded or command
    assert loaded.isdisjoint(HEAVY)
    assert "numpy" not in loaded


def test_imports_package_loads_nothing_heavy() -> None:
    loaded = loaded_modules("import policycompare as pc\npc.Settings(); repr(pc.__version__)")
    assert "policycompare.settings" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_imports_outline_does_without_learning_libraries() -> None:
    code = "import policycompare as pc\npc.outline('corpus/qingdao-2023.txt')"
    loaded = loaded_modules(code)
    assert "policycompare.outline" in loaded
    assert loaded.isdisjoint({"sklearn", "pandas", "scipy", "jieba", "rjieba"})


@pytest.mark.parametrize(
    "first", ["normalize", "outline", "check", "targets", "units", "diffusion"]
)
def test_imports_functions_win_over_stages_of_the_same_name(first: str) -> None:
    code = (
        f"import policycompare.{first}\nimport policycompare as pc\n"
        f"from policycompare import {first}\n"
        f"assert callable(pc.{first}) and callable({first}), type(pc.{first})\n"
        f"assert pc.{first}.__module__ in ('policycompare.pipeline', 'policycompare.commands')"
    )
    assert f"policycompare.{first}" in loaded_modules(code)


def test_imports_main_job_and_search_do_without_scikit_learn() -> None:
    """Its import takes longer than all the rest of either."""
    loaded = loaded_modules(
        "import policycompare as pc\n"
        "pc.compare('corpus', settings=pc.Settings(documents=('qingdao-2023', 'ningbo-2017')))\n"
        "pc.search('corpus', '数字化转型')\n"
        "from policycompare.vectors import CharNgramSpace"
    )
    assert "policycompare.vectors.chars" in loaded
    assert "sklearn" not in loaded
