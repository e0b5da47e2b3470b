"""Sentences on how far the brief is to be trusted: measured error, warnings, what is lacking."""

from __future__ import annotations

from collections.abc import Iterator

from policycompare.report.brief.facts import Fact, Rows, show_value
from policycompare.report.brief.sentences import BriefSentence, Teller
from policycompare.report.labels import CATALOGUE
from policycompare.report.remarks import tell_remark

FINAL = "final"
"""Status in the manifest of a text that holds."""

UNEVEN = 2.0
"""A group with so many times the clauses of another is told; a choice, not swept."""


def tell_trust(teller: Teller, limit: int) -> Iterator[BriefSentence]:
    """Measured error, then what the corpus lacks, then warnings."""
    yield from _quality(teller)
    yield from _uneven(teller)
    yield from _cut(teller)
    doubts = [*_undated(teller), *_status(teller), *_left_out(teller), *_warned(teller)]
    yield from doubts[:limit]
    yield teller.say(
        "brief_doubts_more",
        n_documents=teller.record("counts", "n_documents"),
        rows=[Rows("clauses.csv")],
    )


def _quality(teller: Teller) -> Iterator[BriefSentence]:
    material, path = teller.material, ("quality", "figures", "folds_by_pair")
    if material.recorded(*path, "f1_same") is None:
        yield teller.say("brief_no_quality", model=teller.record("quality", "model", form="text"))
        return
    facts = [
        teller.record("quality", "gold", form="text"),
        teller.record(*path, "f1_same", form="probability"),
    ]
    head = teller.t("brief_quality", gold=facts[0].shown, f1=facts[1].shown)
    if material.recorded(*path, "false_gap_rate") is None:
        yield teller.say("brief_quality_same", head=head, also=facts)
    else:
        rate = teller.record(*path, "false_gap_rate", form="percent")
        yield teller.say("brief_quality_gaps", head=head, also=facts, rate=rate)
    note = str(material.recorded("quality", "note") or "")
    if note == CATALOGUE["brief_gold_note"][0]:
        said = Fact(teller.t("brief_gold_note"), Rows("run.json"), "/quality/note", "word")
        yield teller.say("brief_gold_note", also=[said])
    elif note:
        said = Fact(note.rstrip("."), Rows("run.json"), "/quality/note", "word")
        yield teller.say("brief_note", note=said)


def _uneven(teller: Teller) -> Iterator[BriefSentence]:
    counts = {
        name: teller.count("clauses.csv", ("group", "=", name)) for name in teller.material.groups
    }
    most = max(counts, key=lambda name: int(counts[name].shown))
    least = min(counts, key=lambda name: int(counts[name].shown))
    if int(counts[most].shown) >= UNEVEN * int(counts[least].shown):
        yield teller.say(
            "brief_uneven",
            most=teller.group(most),
            n_most=counts[most],
            least=teller.group(least),
            n_least=counts[least],
        )


def _cut(teller: Teller) -> Iterator[BriefSentence]:
    n_cut = teller.record("candidates", "n_cut")
    if n_cut.shown != "0":
        yield teller.say("brief_cut", n_cut=n_cut)


def _undated(teller: Teller) -> Iterator[BriefSentence]:
    facts, told = [], []
    for i, row in enumerate(teller.material.recorded("documents")):
        if not row["issued"]:
            facts += _document(teller, i)
            told.append(teller.t("brief_document", **_shown(facts[-2:])))
    if told:
        yield teller.say("brief_undated", documents=teller.comma.join(told), also=facts)


def _status(teller: Teller) -> Iterator[BriefSentence]:
    facts, told = [], []
    for i, row in enumerate(teller.material.recorded("documents")):
        status = str(row["status"])
        if status and status != FINAL:
            facts += [*_document(teller, i), _status_word(teller, i, status)]
            shown = _shown(facts[-3:-1])
            told.append(teller.t("brief_status_one", status=facts[-1].shown, **shown))
    if told:
        yield teller.say("brief_status", documents=teller.comma.join(told), also=facts)


def _document(teller: Teller, i: int) -> list[Fact]:
    """The group and the name of a document."""
    return [teller.record("documents", i, name, form="text") for name in ("group", "document")]


def _shown(facts: list[Fact]) -> dict[str, str]:
    group, document = facts
    return {"group": group.shown, "document": document.shown}


def _status_word(teller: Teller, i: int, status: str) -> Fact:
    key = f"brief_status_{status}"
    shown = teller.t(key) if key in CATALOGUE else show_value(status, "text")
    return Fact(shown, Rows("run.json"), f"/documents/{i}/status", "word")


def _left_out(teller: Teller) -> Iterator[BriefSentence]:
    for i, row in enumerate(teller.material.recorded("skipped_documents")):
        shown = show_value(str(row), "text")
        yield teller.say(
            "brief_skipped",
            document=Fact(shown, Rows("run.json"), f"/skipped_documents/{i}", "text"),
        )
    for i, warning in enumerate(teller.material.recorded("warnings")):
        shown = _told(teller, warning)
        said = Fact(shown, Rows("run.json"), f"/warnings/{i}", "word")
        yield teller.say("brief_run_warning", warning=said)


def _told(teller: Teller, warning: object) -> str:
    """A warning in the language of the brief, without the stop that its sentence has."""
    return tell_remark(str(warning), teller.language).rstrip(".。")


def _warned(teller: Teller) -> Iterator[BriefSentence]:
    for i, row in enumerate(teller.material.recorded("documents")):
        if not row["warnings"]:
            continue
        shown = _told(teller, row["warnings"])
        yield teller.say(
            "brief_warned",
            more=dict(zip(("group", "document"), _document(teller, i), strict=True)),
            warnings=Fact(shown, Rows("run.json"), f"/documents/{i}/warnings", "word"),
        )
