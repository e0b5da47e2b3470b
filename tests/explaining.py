"""Explanations to test with, and a page parser that insists on closed tags."""

from __future__ import annotations

import io
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import policycompare as pc
from policycompare.datamodel import Contribution
from policycompare.explanation import Explanation, SharedText
from policycompare.report.explanation import print_explanation
from policycompare.report.tables import make_console
from policycompare.reuse import measure_reuse
from policycompare.scoring import FEATURE_NAMES
from tests.reporting import make_comparison


def make_explanation(**changes: Any) -> Explanation:
    clauses = make_comparison().clauses
    a, b = clauses[0], clauses[2]
    reuse = measure_reuse(a, b)
    plain = Explanation(
        a=a,
        b=b,
        a_group="甲市",
        b_group="乙市",
        relation="same",
        p_same=0.9,
        p_overlap=0.95,
        same_base=-1.0,
        overlap_base=-0.5,
        contributions=(Contribution("words", 0.8, 3.25, 3.5),),
        shared_terms=tuple((f"词{i:02}", 1.0 - i / 100) for i in range(25)),
        reuse=reuse,
        shared_texts=(SharedText("支持企业建设智能工厂", (8, 18), (16, 26)),),
        a_rivals=(),
        b_rivals=(),
    )
    return replace(plain, **changes)


def many_contributions(n: int) -> tuple[Contribution, ...]:
    return tuple(Contribution(name, 0.5, 2 / (k + 1), 0.1) for k, name in enumerate(FEATURE_NAMES))[
        :n
    ]


def render(explanation: Explanation, **options: Any) -> str:
    file = io.StringIO()
    print_explanation(explanation, make_console(file), **options)
    return file.getvalue()


def pair_ids(comparison: pc.Comparison, k: int) -> tuple[str, str]:
    link = comparison.links[k]
    return comparison.clauses[link.a].clause_id, comparison.clauses[link.b].clause_id


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["mark"]:
            self.marked.append(data)
        if "style" not in self.open:
            self.text.append(data)


def parse_page(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def text_of(html: str) -> str:
    return "".join("".join(parse_page(html).text).split())
