"""Sentences that know the rows they come from, and the passages that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from policycompare.report.brief.facts import (
    RECORD,
    Condition,
    Fact,
    Form,
    Rows,
    join_facts,
    show_date,
    show_value,
)
from policycompare.report.brief.material import Material
from policycompare.report.labels import Language, translator
from policycompare.report.protocol import Row

Said = Fact | Sequence[Fact] | str
"""What fills a place of a sentence; a text is a label or a part made of labels and facts."""


@dataclass(frozen=True)
class Passage:
    """A place of a source text: offsets of code points in the text as decoded, end exclusive."""

    clause_id: str
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class BriefSentence:
    """One sentence of a brief.

    Attributes
    ----------
    text : str
        The sentence.
    facts : tuple of Fact
        Its figures and names; each is of a row of a written file.
    rows : tuple of Rows
        All rows that it rests on: at least one.
    passages : tuple of Passage
        The places of the source texts that it speaks of.
    """

    text: str
    facts: tuple[Fact, ...]
    rows: tuple[Rows, ...]
    passages: tuple[Passage, ...] = ()

    def references(self) -> tuple[str, ...]:
        """The rows in words, each once: file and conditions, or the pointer in the run record."""
        pointers = [f"{RECORD} {fact.column}" for fact in self.facts if fact.rows.file == RECORD]
        return tuple(dict.fromkeys([*(str(r) for r in self.rows if r.file != RECORD), *pointers]))


@dataclass
class Section:
    """Sentences under one heading.

    Attributes
    ----------
    heading : str
    sentences : list of BriefSentence
    as_list : bool
        Each sentence is a paragraph of its own.
    paragraphs : list of int
        Where not a list: how many sentences each paragraph has.
    """

    heading: str
    sentences: list[BriefSentence] = field(default_factory=list)
    as_list: bool = True
    paragraphs: list[int] = field(default_factory=list)

    def blocks(self) -> Iterator[list[BriefSentence]]:
        """Yield the paragraphs."""
        sizes = [1] * len(self.sentences) if self.as_list else self.paragraphs
        start = 0
        for size in sizes or [len(self.sentences)]:
            yield self.sentences[start : start + size]
            start += size


class Teller:
    """Makes sentences of labels and facts in one language."""

    def __init__(self, material: Material, language: Language) -> None:
        self.material = material
        self.language = language
        self.t = translator(language)
        self.comma = self.t("brief_comma")

    def fact(self, rows: Rows, row: Row, column: str, form: Form = "text") -> Fact:
        """The value of one cell of a row."""
        return Fact(show_value(row[column], form, self.comma), rows, column, form)

    def date(self, rows: Rows, row: Row, column: str) -> Fact:
        """The date in a cell."""
        shown = show_date(str(row[column]), self.t("brief_date"))
        return Fact(shown, rows, column, "date")

    def word(self, rows: Rows, row: Row, column: str, prefix: str) -> Fact:
        """The label that stands for the value of a cell."""
        return Fact(self.t(prefix + str(row[column])), rows, column, "word")

    def count(self, file: str, *where: Condition, less: int = 0) -> Fact:
        """How many rows there are, less those that were shown."""
        rows = Rows(file, where)
        return Fact(str(len(self.material.select(rows)) - less), rows, "", "count", less)

    def record(self, *path: str | int, form: Form = "number", less: int = 0) -> Fact:
        """A value of the run record."""
        value = self.material.recorded(*path)
        pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
        shown = str(value - less) if form == "count" else show_value(value, form, self.comma)
        return Fact(shown, Rows(RECORD), pointer, form, less)

    def group(self, name: str) -> Fact:
        """The name of a group with compared clauses."""
        rows = Rows("clauses.csv", (("group", "=", name),))
        return Fact(show_value(name, "text"), rows, "group", "text")

    def say(
        self,
        key: str,
        *,
        rows: Iterable[Rows] = (),
        passages: Iterable[Passage] = (),
        also: Iterable[Fact] = (),
        more: Mapping[str, Said] | None = None,
        **said: Said,
    ) -> BriefSentence:
        """Make a sentence of a label and what fills its places, in ``said`` and ``more``.

        ``also`` are the facts of parts that are given as text, ``rows`` further rows behind it.
        """
        facts: list[Fact] = []
        values: dict[str, str] = {}
        for name, one in {**said, **(more or {})}.items():
            if isinstance(one, str):
                values[name] = one
            elif isinstance(one, Fact):
                values[name] = one.shown
                facts.append(one)
            else:
                values[name] = join_facts(one, self.comma)
                facts += one
        facts += also
        every = dict.fromkeys([*rows, *(fact.rows for fact in facts)])
        if not any(one.file == RECORD or self.material.select(one) for one in every):
            # That there is nothing is said of the clauses that were searched.
            every[Rows("clauses.csv")] = None
        text = self.t(key, **values)
        return BriefSentence(text, tuple(facts), tuple(every), tuple(dict.fromkeys(passages)))

    def passages(self, clause_ids: Iterable[str]) -> list[Passage]:
        """The passages of clauses."""
        return [self._passage(clause_id) for clause_id in clause_ids if clause_id]

    def _passage(self, clause_id: str) -> Passage:
        row = self.material.clause(clause_id)
        return self.passage(row)

    @staticmethod
    def passage(row: Row) -> Passage:
        """The passage of a row with ``clause_id``, ``document``, ``quote`` and offsets."""
        return Passage(
            str(row["clause_id"]),
            str(row["document"]),
            int(str(row["start"])),
            int(str(row["end"])),
            str(row["quote"]),
        )
