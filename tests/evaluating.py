"""What the tests of the evaluation share: one evaluation of the corpus, and made-up golds."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from policycompare.evaluation.result import Evaluation
from policycompare.evaluation.run import evaluate
from tests.conftest import CORPUS

PLAN = """{name}市行动计划

一、重点任务
(一)增强产业创新能力。支持企业建设技术创新中心和重点实验室,到2025年建成{n}家。
(二)推动企业数字化转型。推进智能工厂和数字化车间建设,打造工业互联网平台{n}个。
(三)发展绿色制造。推进节能降碳,建设绿色工厂{n}家,淘汰落后产能。
(四)培育优质企业。支持专精特新企业成长,培育单项冠军企业{n}家。
"""
"""A plan of four clauses, each of them the same in every other plan."""

HEADINGS = ("增强产业创新能力", "推动企业数字化转型", "发展绿色制造", "培育优质企业")


@cache
def evaluate_corpus() -> Evaluation:
    """The evaluation of ``corpus/gold``, without intervals."""
    return evaluate(CORPUS, n_resamples=0)


def make_corpus(folder: Path, names: tuple[str, ...] = ("甲", "乙", "丙")) -> Path:
    """A corpus of small plans with a gold of one coder beside the median."""
    (folder / "gold").mkdir(parents=True)
    clauses, rows = [], ["a,b,label,coder_1"]
    for n, name in enumerate(names, 1):
        text = PLAN.format(name=name, n=n * 10)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        for k, line in enumerate(line for line in text.splitlines() if line.startswith("(")):
            start = text.index(line)
            clauses.append(
                {
                    "id": f"{name}/{k}",
                    "document": name,
                    "start": start,
                    "end": start + len(line),
                    "heading": HEADINGS[k],
                }
            )
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            rows += [f"{one}/{k},{other}/{k},2,2" for k in range(len(HEADINGS))]
    write_gold(folder / "gold", clauses, rows)
    return folder


def write_gold(folder: Path, clauses: list[dict[str, object]], rows: list[str]) -> None:
    """Write both files of a gold folder."""
    lines = (json.dumps(clause, ensure_ascii=False) for clause in clauses)
    (folder / "clauses.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "alignments.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def read_clauses(folder: Path) -> list[dict[str, object]]:
    """The clauses of a gold folder as they are written."""
    lines = (folder / "clauses.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_rows(folder: Path) -> list[str]:
    """The lines of a gold folder's pairs."""
    return (folder / "alignments.csv").read_text(encoding="utf-8").splitlines()
