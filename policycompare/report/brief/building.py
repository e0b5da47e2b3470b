"""The whole brief: sections in their order, cut to two pages, every cut counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policycompare.errors import UsageError
from policycompare.groups import check_group
from policycompare.report.brief.background import tell_origin, tell_units
from policycompare.report.brief.length import PAGES, Limits, count_lines, tighten
from policycompare.report.brief.material import Material
from policycompare.report.brief.measures import (
    N_NAMED,
    summarize,
    tell_gaps,
    tell_group,
    tell_shared,
)
from policycompare.report.brief.promises import first_rivalry, tell_all_promises, tell_promises
from policycompare.report.brief.sentences import BriefSentence, Section, Teller
from policycompare.report.brief.trust import tell_trust
from policycompare.report.labels import Language
from policycompare.report.protocol import ComparisonLike, Row

COLUMNS = ("number", "section", "text", "rows", "clauses")
"""Columns of the rows of a brief."""


@dataclass(frozen=True)
class Brief:
    """A brief, ready to be rendered.

    Attributes
    ----------
    title, subtitle : str
    sections : tuple of Section
    limits : Limits
        What two pages left room for.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    limits: Limits

    def sentences(self) -> Iterator[BriefSentence]:
        """All sentences in their order; their numbers count from 1."""
        for section in self.sections:
            yield from section.sentences


def build_brief(
    comparison: ComparisonLike, group: str | None = None, *, language: Language = "en"
) -> Brief:
    """Write the brief about a group, or about all groups.

    Raises
    ------
    UsageError
        If there is no such group or it has no compared clause.
    """
    material = Material(comparison)
    if group is not None:
        check_group(group, comparison.group_order)
        if group not in material.groups:
            raise UsageError(
                f"The group {group} has no compared clause, so there is nothing to write about it; "
                f"choose one of {', '.join(material.groups)} with --for or other --roles."
            )
    teller = Teller(material, language)
    limits = Limits()
    sections = _sections(teller, group, limits)
    while (
        count_lines(sections, PAGES[language]) > PAGES[language].lines
        and (less := tighten(limits, group, len(material.groups))) is not None
    ):
        limits = less
        sections = _sections(teller, group, limits)
    title, subtitle = _title(teller, group)
    return Brief(title, subtitle, sections, limits)


def brief_rows(
    comparison: ComparisonLike, group: str | None = None, *, language: Language = "en"
) -> Iterator[Row]:
    """Rows of a brief: one per sentence, with the rows and clauses that it rests on.

    Raises
    ------
    UsageError
        As :func:`build_brief`.
    """
    number = 0
    for section in build_brief(comparison, group, language=language).sections:
        for sentence in section.sentences:
            number += 1
            yield {
                "number": number,
                "section": section.heading,
                "text": sentence.text,
                "rows": " | ".join(sentence.references()),
                "clauses": " | ".join(passage.clause_id for passage in sentence.passages),
            }


def _sections(teller: Teller, group: str | None, limits: Limits) -> tuple[Section, ...]:
    return tuple(
        section
        for make in (_about_all if group is None else _about_one)(teller, group, limits)
        if (section := make()).sentences
    )


Maker = Callable[[], Section]


def _about_one(teller: Teller, group: str | None, limits: Limits) -> Iterator[Maker]:
    assert group is not None
    t = teller.t
    gaps = (limits.absent, limits.partial)
    summary = list(summarize(teller, group, limits.covers))
    yield lambda: Section(t("brief_summary"), summary, as_list=False)
    yield lambda: Section(t("brief_shared_title"), [*tell_shared(teller, group, limits.shared)])
    title = t("brief_gaps_title", group=group)
    yield lambda: Section(title, [*tell_gaps(teller, group, gaps)])
    promises = [*tell_promises(teller, group, limits.targets)]
    yield lambda: Section(t("brief_targets_title"), promises)
    yield from _background(teller, group, limits)


def _about_all(teller: Teller, group: str | None, limits: Limits) -> Iterator[Maker]:
    t = teller.t
    summary = list(summarize(teller, None, limits.covers))
    yield lambda: Section(t("brief_summary"), summary, as_list=False)
    yield lambda: Section(t("brief_shared_title"), [*tell_shared(teller, None, limits.shared)])
    yield lambda: _group_by_group(teller, limits)
    promises = [*tell_all_promises(teller, limits.targets)]
    yield lambda: Section(t("brief_targets_all_title"), promises)
    yield from _background(teller, group, limits)


def _background(teller: Teller, group: str | None, limits: Limits) -> Iterator[Maker]:
    t = teller.t
    units = [*tell_units(teller, group, limits.units)]
    yield lambda: Section(t("brief_units_title"), units)
    yield lambda: Section(t("brief_origin_title"), [*tell_origin(teller, group, limits.origin)])
    trust = [*tell_trust(teller, limits.doubts)]
    yield lambda: Section(t("brief_trust_title"), trust, as_list=False)


def _group_by_group(teller: Teller, limits: Limits) -> Section:
    """A paragraph for each group; of too many only the first have one, and the rest is counted."""
    section = Section(teller.t("brief_groups_title"), as_list=False)
    gaps = (limits.group_absent, limits.group_partial)
    names = teller.material.groups
    for name in names[: limits.groups]:
        told = [*tell_group(teller, name, gaps), *first_rivalry(teller, name)]
        section.sentences += told
        section.paragraphs.append(len(told))
    if len(names) > limits.groups:
        n = teller.record("counts", "n_groups", form="count", less=limits.groups)
        section.sentences.append(teller.say("brief_groups_more", n=n))
        section.paragraphs.append(1)
    return section


def _title(teller: Teller, group: str | None) -> tuple[str, str]:
    t, names = teller.t, [name for name in teller.material.groups if name != group]
    suffix = "" if group is not None else "_all"
    if len(names) > N_NAMED:
        others = t(f"brief_subtitle{suffix}_many", n=len(names))
    else:
        others = teller.comma.join(names)
    title = t("brief_title")
    return title, t(f"brief_subtitle{suffix}", group=group or "", others=others)
