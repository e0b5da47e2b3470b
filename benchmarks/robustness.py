"""How time and memory of normalizing and outlining grow with the size of a text.

Run it from anywhere with the Python that has policycompare: ``python benchmarks/robustness.py``.
Every shape of text is made at 1, 2, 4 and 8 times its size; each run has a process of its own and
is measured in seconds of processor time, for another program on the machine does not slow those
down. The exponent is the slope of log time on log size: 1 is linear, 2 quadratic. With ``--check``
it ends with code 1 if an exponent or the peak memory passes its limit.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
FACTORS = (1, 2, 4, 8)

MAX_EXPONENT = 1.25
"""Limit of the slope; dimensionless. Above 1 by what caches and the garbage collector cost."""

MAX_MEMORY = 1_500
"""Limit of the peak memory in megabytes, for the largest text too."""

_SENTENCE = (
    "到2025年,全市累计新增规模以上企业{n}家,对符合条件的企业按设备投资额的10%给予补助,"
    "最高不超过300万元,推动{n}号园区提档升级。"
)
_DIGITS = "一二三四五六七八九十"


def make_plan(n_clauses: int, sentences: int = 1) -> str:
    """A plan of ten clauses a section, with responsible units."""
    lines = ["临江市装备制造业行动方案"]
    for n in range(n_clauses):
        if n % 10 == 0:
            lines.append(f"{_chinese(n // 10 % 90 + 1)}、推进第{n // 10}类工作")
        text = "".join(_SENTENCE.format(n=n + k) for k in range(sentences))
        lines.append(f"({_DIGITS[n % 10]})实施第{n}项工程。{text}(责任单位:市科技局、市财政局)")
    return "\n".join(lines)


def make_articles(n: int) -> str:
    """One line without breaks, each article with references to others."""
    articles = (f"第{_chinese(k % 99 + 1)}条 依照第三条的规定办理第{k}类事项。" for k in range(n))
    return "临江市管理办法" + "".join(articles)


def make_rows(n: int) -> str:
    """A table of measures."""
    head = "序号\t重点任务\t工作内容\t牵头单位\t责任单位\t完成时限"
    rows = (f"{k}\t任务{k}\t建成{k}个平台。\t市科技局\t市财政局\t2025年" for k in range(1, n + 1))
    return "\n".join(["重点任务分工表", head, *rows])


def make_titles(n: int) -> str:
    """Titles without text, as in a contents list that nothing follows."""
    return "目录\n" + "\n".join(f"{_chinese(k % 90 + 1)}、推进第{k}类" for k in range(n))


def make_brackets(n: int) -> str:
    """Brackets of units that nothing closes, in one clause."""
    return "一、重点任务\n二、抓落实\n" + "(责任单位:市科技局 推进工作" * n


def make_blanks(n: int) -> str:
    """Markers among runs of blanks, cell borders and empty lines."""
    return "".join(f"{_chinese(k % 90 + 1)}、 | | |　　\t\t抓{k}。 \n\n\n" for k in range(n))


def make_furniture(n: int) -> str:
    """Page numbers and running heads between the lines of a text."""
    pages = (f"一、推进第{k}类工作取得\n— {k} —\n临江市人民政府公报\n实效。" for k in range(n))
    return "\n".join(pages)


def make_notices(n: int) -> str:
    """Many notices on one page."""
    notice = (
        "关于做好第{}项工作的通知\n一、明确任务\n清淤沟渠120公里。\n二、落实资金\n安排800万元。\n"
    )
    return "".join(notice.format(k) for k in range(n))


def make_prose(n: int) -> str:
    """Paragraphs without numbering, in one line each."""
    return "\n".join(_SENTENCE.format(n=k) for k in range(n))


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else _DIGITS[tens - 1]) + "十"
    return head + (_DIGITS[ones - 1] if ones else "")


SHAPES: dict[str, tuple[Callable[[int], str], int]] = {
    "5,000 clauses": (make_plan, 625),
    "50 MB": (lambda n: make_plan(n, 240), 150),
    "articles on one line": (make_articles, 500),
    "table of measures": (make_rows, 500),
    "titles without text": (make_titles, 500),
    "unclosed brackets": (make_brackets, 1_000),
    "blanks and borders": (make_blanks, 500),
    "page furniture": (make_furniture, 500),
    "many notices": (make_notices, 100),
    "prose without numbers": (make_prose, 1_000),
}
"""Maker and smallest size of each shape; the largest is eight times that."""


def measure(shape: str, size: int) -> None:
    """Normalize and outline one text and print what it took, as JSON."""
    from policycompare.datamodel import Document, Metadata
    from policycompare.normalize import normalize_text
    from policycompare.outline import outline_document

    text = SHAPES[shape][0](size)
    begun = time.process_time()
    normalized = normalize_text(text)
    middle = time.process_time()
    outline = outline_document(Document(Metadata("text"), text), normalized)
    ended = time.process_time()
    print(
        json.dumps(
            {
                "megabytes": len(text.encode()) / 1e6,
                "normalize": middle - begun,
                "outline": ended - middle,
                "clauses": len(outline.clauses),
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def run(shape: str, size: int) -> dict[str, float]:
    """Measure one text in a process of its own; a failure ends the benchmark."""
    arguments = [sys.executable, __file__, "--one", shape, str(size)]
    ended = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise click.ClickException(f"{shape} of size {size} failed:\n{ended.stderr}")
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def exponent(found: list[dict[str, float]], step: str) -> float:
    """Slope of log time on log size, from the second size on: the first pays for loading tables."""
    points = [(math.log(row["megabytes"]), math.log(max(row[step], 1e-3))) for row in found[1:]]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    covariance = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return covariance / sum((x - mean_x) ** 2 for x, _ in points)


@click.command()
@click.option("--check", is_flag=True, help="End with code 1 if a limit is passed.")
@click.option("--only", multiple=True, type=click.Choice(tuple(SHAPES)), help="Only these shapes.")
@click.option("--one", nargs=2, hidden=True, default=None)
def main(check: bool, only: tuple[str, ...], one: tuple[str, str] | None) -> None:
    """Print seconds, exponents and peak memory for each shape of text."""
    if one is not None:
        measure(one[0], int(one[1]))
        return
    wrong = []
    print(f"{'shape':24}{'MB':>8}{'clauses':>9}{'normalize':>11}{'outline':>9}{'memory':>8}")
    for shape in only or SHAPES:
        found = [run(shape, SHAPES[shape][1] * factor) for factor in FACTORS]
        for row in found:
            print(
                f"{shape:24}{row['megabytes']:8.2f}{row['clauses']:9.0f}{row['normalize']:9.2f} s"
                f"{row['outline']:7.2f} s{row['memory']:5.0f} MB"
            )
        slopes = [exponent(found, step) for step in ("normalize", "outline")]
        print(f"{'exponent':41}{slopes[0]:11.2f}{slopes[1]:9.2f}", flush=True)
        largest = found[-1]["memory"]
        if max(slopes) > MAX_EXPONENT or largest > MAX_MEMORY:
            wrong.append(
                f"{shape}: exponents {slopes[0]:.2f} and {slopes[1]:.2f}, {largest:.0f} MB"
            )
    if check and wrong:
        raise click.ClickException("; ".join(wrong))


if __name__ == "__main__":
    main()
