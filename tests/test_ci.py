"""The commands of the README are the ones that the checks run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = r"<!-- {name} -->\s*```bash\n(.*?)\n?```"


def readme_command(name: str) -> str:
    """The one command line of the README's block behind the comment ``<!-- name -->``."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(BLOCK.format(name=name), text, re.DOTALL)
    assert len(blocks) == 1, f"the README needs one bash block behind <!-- {name} -->"
    assert "\n" not in blocks[0], f"the block behind <!-- {name} --> must be one command line"
    return blocks[0]


@pytest.mark.parametrize("name", ["run", "test"])
def test_ci_runs_the_readme_command_verbatim(name: str) -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert readme_command(name) in lines


def test_ci_script_is_valid_bash() -> None:
    done = subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False)
    assert done.returncode == 0


def test_ci_script_can_be_executed_and_stops_at_the_first_failure() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    assert "\nset -euo pipefail\n" in script.read_text(encoding="utf-8")
