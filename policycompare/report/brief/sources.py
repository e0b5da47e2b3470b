"""The list of sources: for each sentence the rows it says and the passages it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policycompare.report.brief.building import Brief
from policycompare.report.brief.facts import show_date
from policycompare.report.brief.sentences import Passage
from policycompare.report.labels import Translate
from policycompare.report.protocol import ComparisonLike

LONGEST_QUOTE = 60
"""Characters of a passage that its first entry quotes; how many more there are is told."""


@dataclass(frozen=True)
class Source:
    """The sources of one sentence: its number, its rows in words, its passages in words."""

    number: int
    rows: str
    passages: tuple[str, ...]


def list_sources(brief: Brief, comparison: ComparisonLike, t: Translate) -> Iterator[Source]:
    """Yield the sources of each sentence; a passage is quoted where it comes first."""
    titles = {o.document.name: o.document.metadata for o in comparison.outlines}
    seen: dict[Passage, int] = {}
    for number, sentence in enumerate(brief.sentences(), start=1):
        told = []
        for passage in sentence.passages:
            first = seen.setdefault(passage, number)
            if first != number:
                told.append(t("brief_source_seen", clause=passage.clause_id, number=first))
                continue
            metadata = titles[passage.document]
            title = t("brief_titled", title=metadata.title) if metadata.title else None
            told.append(
                t(
                    "brief_source_passage",
                    clause=passage.clause_id,
                    title=title or t("brief_untitled"),
                    issued=show_date(metadata.issued, t("brief_date")) or t("brief_no_date"),
                    start=passage.start,
                    end=passage.end,
                    quote=_shortened(passage.quote, t),
                )
            )
        rows = t("brief_source_rows", rows="; ".join(sentence.references()))
        yield Source(number, rows, tuple(told))


def _shortened(quote: str, t: Translate) -> str:
    flat = " ".join(quote.split())
    if len(flat) <= LONGEST_QUOTE:
        return flat
    return flat[:LONGEST_QUOTE] + t("brief_source_rest", n=len(flat) - LONGEST_QUOTE)
