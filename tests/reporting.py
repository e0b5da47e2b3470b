"""A tiny hand-made comparison for the tests of the report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from policycompare.datamodel import (
    Clause,
    Damage,
    Document,
    Findings,
    Link,
    Metadata,
    NormalizedText,
    Outline,
    ScoredPairs,
    Sentence,
    Unit,
)
from policycompare.findings import find_findings
from policycompare.settings import Settings
from policycompare.targets import TargetReading, read_targets

BODIES = {
    "甲市": ("支持企业建设智能工厂和数字化车间。", "=推进绿色制造体系建设,培育绿色工厂。"),
    "乙市": ("到2025年,支持企业建设智能工厂100家。",),
    "丙市": ("扩大有效投资。", "引进海外人才,建设人才公寓。"),
}
SAME = 0.5


@dataclass(frozen=True)
class TinyModel:
    name: str = "tiny.json"
    same_threshold: float = SAME
    overlap_threshold: float = 0.4
    provenance: dict[str, Any] = field(
        default_factory=lambda: {
            "gold": "corpus/gold",
            "figures": {"folds_by_pair": {"f1_same": 0.5, "false_gap_rate": 0.25}},
            "note": "Coded by a model.",
        }
    )


@dataclass(frozen=True)
class TinyCorpus:
    folder: Path = Path("corpus")


@dataclass(frozen=True)
class TinyMatrices:
    heading_words: Any
    body_words: Any
    heading_terms: Any
    body_terms: Any


@dataclass(frozen=True, eq=False)
class TinyComparison:
    outlines: tuple[Outline, ...]
    clauses: tuple[Clause, ...]
    groups: tuple[str, ...]
    group_order: tuple[str, ...]
    matrices: TinyMatrices
    scored: ScoredPairs
    links: tuple[Link, ...]
    findings: Findings
    corpus: TinyCorpus = TinyCorpus()
    settings: Settings = field(default_factory=Settings)
    model: TinyModel = TinyModel()
    embedder: str | None = None
    warnings: tuple[str, ...] = ("乙市.txt has no title.",)
    skipped_documents: tuple[str, ...] = ()

    @property
    def target_reading(self) -> TargetReading:
        return read_targets(self.clauses, self.outlines)

    def explain(self, a: str, b: str) -> Any:
        raise NotImplementedError


def make_comparison(*, n_cut: int = 0, headings: bool = True) -> TinyComparison:
    """Three documents of one group each; clause 0 and 2 the same, 1 and 4 partial."""
    outlines = tuple(
        _make_outline(f"{'abc'[i]}-2023", name, bodies, headings)
        for i, (name, bodies) in enumerate(BODIES.items())
    )
    clauses = tuple(c for outline in outlines for c in outline.clauses)
    groups = tuple(clause.jurisdiction for clause in clauses)
    scored = _make_scored(groups, n_cut)
    links = (
        Link(0, 2, "same", 0.9, 0.95, scored.position[0, 2]),
        Link(1, 4, "partial", 0.1, 0.6, scored.position[1, 4]),
    )
    findings = find_findings(clauses, groups, tuple(BODIES), scored, links, same_threshold=SAME)
    return TinyComparison(
        outlines, clauses, groups, tuple(BODIES), _make_matrices(len(clauses)), scored, links,
        findings,
    )  # fmt: skip


def _make_outline(name: str, group: str, bodies: tuple[str, ...], headings: bool) -> Outline:
    clauses, lines, at = [], [], 0
    for number, body in enumerate(bodies, start=1):
        heading = f"第{number}项工程" if headings else ""
        text = f"{heading}。{body}" if headings else body
        line = f"{number}.{text}(责任单位:市工信局)"
        clauses.append(
            Clause(
                f"{name}/{number}", name, group, str(number), "二、主要任务", heading, "task",
                text, body, at, at + len(line),
                sentences=(Sentence(body, *_span(line, body, at)),),
                responsible_units=(Unit("市工信局", at + len(line) - 5, at + len(line) - 1),),
                warnings=("a warning",) if number == 2 else (),
            )
        )  # fmt: skip
        lines.append(line)
        at += len(line) + 1
    source = "\n".join(lines)
    places = np.arange(len(source), dtype=np.int64)
    damage = (Damage(0, 1, "byte-shift", None, "odd"),) if name.startswith("b") else ()
    normalized = NormalizedText(source, source, (), places, places + 1, damage)
    document = Document(Metadata(name, f"{name}.txt", jurisdiction=group), source, sha256="0" * 64)
    return Outline(document, normalized, (), tuple(clauses), ())


def _span(line: str, part: str, at: int) -> tuple[int, int]:
    start = at + line.index(part)
    return start, start + len(part)


def _make_scored(groups: tuple[str, ...], n_cut: int) -> ScoredPairs:
    pairs = [
        (i, j)
        for i in range(len(groups))
        for j in range(i + 1, len(groups))
        if groups[i] != groups[j]
    ]
    p_same = np.array([{(0, 2): 0.9, (1, 4): 0.1}.get(pair, 0.01) for pair in pairs])
    p_overlap = np.array([{(0, 2): 0.95, (1, 4): 0.6}.get(pair, 0.02) for pair in pairs])
    empty = np.zeros((len(pairs), 1))
    a, b = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    return ScoredPairs(
        a, b, ("words",), empty, lambda x: (x, x), 0.0, 0.0, p_same, p_overlap, n_cut
    )


def _make_matrices(n: int) -> TinyMatrices:
    body = np.zeros((n, 2))
    body[[0, 2], 0] = 1.0
    body[[1, 4], 1] = 0.5
    terms = np.array(["智能工厂", "建设"], dtype=object)
    heading = sparse.csr_array(np.zeros((n, 1)))
    return TinyMatrices(heading, sparse.csr_array(body), np.array(["工程"], dtype=object), terms)


def with_document(comparison: TinyComparison, old: str, new: str) -> TinyComparison:
    """The same comparison with one document renamed."""
    outlines = tuple(
        _renamed(outline, new) if outline.document.name == old else outline
        for outline in comparison.outlines
    )
    clauses = tuple(
        replace(c, document=new) if c.document == old else c for c in comparison.clauses
    )
    return replace(comparison, outlines=outlines, clauses=clauses)


def _renamed(outline: Outline, name: str) -> Outline:
    metadata = replace(outline.document.metadata, document=name)
    return replace(outline, document=replace(outline.document, metadata=metadata))
