"""Shared by the tests of the whole: the real corpus, copies of it, and its comparison."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from policycompare import Comparison, Settings, compare
from policycompare.cli import main
from tests.planting import write_corpus

settings.register_profile("ci", max_examples=2000, derandomize=True, print_blob=True)

# Run by hand and in the checks with atheris, which is not installed for the tests.
collect_ignore_glob = ["fuzz/fuzz_*.py", "fuzz/harness.py"]

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"

PLAN = """{title}

一、总体要求
以高质量发展为主题,加快建设先进制造业强市。
二、重点任务
(一)增强产业创新能力。支持企业建设技术创新中心和重点实验室,到2025年建成{n}家。
(二)推动企业数字化转型。推进智能工厂和数字化车间建设,打造工业互联网平台{n}个。
(三)发展绿色制造。推进节能降碳,建设绿色工厂{n}家。
三、保障措施
(一)加强组织领导。建立工作专班,统筹推进各项任务落实。
"""
"""A small plan for corpora made by tests."""


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """The five documents, each a group of its own."""
    return compare(CORPUS, settings=Settings(between="document"))


@pytest.fixture
def corpus_copy(tmp_path: Path) -> Path:
    """A copy of the five documents that a test may spoil."""
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns("gold"))
    return folder


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """Two small plans without a manifest."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name, n in (("甲市-2021", 10), ("乙市-2023", 20)):
        (folder / f"{name}.txt").write_text(PLAN.format(title=name, n=n), encoding="utf-8")
    return folder


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command line in this process, for a terminal of 80 columns."""

    def run_command(*arguments: object) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments)], terminal_width=80)

    return run_command


@pytest.fixture
def make_corpus(tmp_path: Path) -> Callable[..., Path]:
    """Write corpora of small plans with a manifest: see :mod:`tests.planting`."""
    return lambda *entries, order=None: write_corpus(tmp_path, *entries, order=order)


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """A Dask cluster of two processes on this machine, reached by loopback only."""
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
        )
        with made:
            yield made.scheduler_address
