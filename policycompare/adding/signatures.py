"""Issuer, date of issue and document number: signature, head, fields of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policycompare.adding.model import Finding, Sure
from policycompare.adding.rules import DATE, ORGAN
from policycompare.adding.view import TOP_LINES, View, simplify, tighten
from policycompare.outline.lines import Line
from policycompare.reading.facts import find_date, find_number

_DATE_LINE = re.compile(rf"[(]?\s*({DATE})\s*[)]?")
_ORGANS = re.compile(rf"{ORGAN}(?:[ 、]+{ORGAN})*")
_SIGNED_LINE = re.compile(rf"({ORGAN}(?:[ 、]+{ORGAN})*)\s*({DATE})")
_GLUED = re.compile(rf"(?<=[。)\n ])({ORGAN}) ?({DATE})(?=[\s]|$)")
_PASSED = re.compile(
    rf"[(]({DATE})({ORGAN.replace('{1,28}', '{1,40}')})第?\S{{0,12}}?(?:会议)?(?:审议)?通过"
)
_PAGE_DATE = re.compile(
    r"(?:(?:发布|发文|更新)?(?:时间|日期)\s*:?\s*)?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?!\d).{0,12}"
)
_SOURCE = re.compile(rf"(?:文章来源|信息来源|来源|发布机构|发布单位)\s*:\s*({ORGAN})(?=\s|$)")
_COPIED = re.compile(rf"(?m)^({ORGAN})\s*({DATE})印发")
_ISSUED_BY = re.compile(
    rf"({ORGAN}(?:[ 、]{ORGAN})*)(?:近日|日前|今日)?(?:印发|出台|发布|公布)了?《"
)
_OF_TITLE = re.compile(rf"(?m)^({ORGAN}(?:[ \n]+{ORGAN})*)\s*关于")
_ISSUER_FIELDS = (
    "发文机关",
    "发文单位",
    "发布机构",
    "发布机关",
    "制发机关",
    "制定机关",
    "信息来源",
)
_DATE_FIELDS: tuple[tuple[str, Sure], ...] = (
    ("成文日期", "certain"),
    ("发文日期", "certain"),
    ("印发日期", "certain"),
    ("发布日期", "likely"),
    ("公开日期", "likely"),
    ("发布时间", "likely"),
)
_NUMBER_FIELDS = ("发文字号", "文号", "文件编号", "文件字号")
_MEETING = re.compile(r"第[一二三四五六七八九十百]+届|第[一二三四五六七八九十百]+次")
_DECREE = re.compile(rf"(?m)^({ORGAN})令(?:\s|$)")
_NOTICE_LINE = re.compile(r"[^《》。;:]*关于[^《》。;:]+的(?:通知|意见|决定|批复)\s*\(([^()]+)\)")
_CITING = re.compile("根据|按照|依据|按|为")
_OFFICIAL = re.compile(r"(?:[省市县区州旗盟]长|主席|主任|部长|局长|总理)\s*\S{2,4}$")
MAX_SIGNERS = 12
"""Lines above a date that may each hold a body that signs."""


def find_signatures(view: View) -> Iterator[Finding]:
    """Yield issuers and dates, the surest place first."""
    yield from _fields(view)
    yield from _above_title(view)
    yield from _signed(view)
    yield from _passed(view)
    yield from _in_head(view)
    yield from _of_page(view)


def find_numbers(view: View) -> Iterator[Finding]:
    """Yield the document's own number."""
    for name in _NUMBER_FIELDS:
        if number := find_number(simplify(view.fields.get(name, ""))):
            yield Finding("document_number", number, "certain", f"field {name}", number)
    for line in view.lines[:TOP_LINES]:
        number = find_number(line.text)
        if number and len(tighten(line.text)) <= len(number) + 8 and line.text[0] not in "《〈(根":
            yield view.find("document_number", number, "certain", "head", line.start, line.end)
            return
    for line in view.lines[:TOP_LINES]:
        match = _NOTICE_LINE.fullmatch(line.text)
        if match and not _CITING.match(line.text) and (number := find_number(match[1])):
            span = line.start + match.start(1), line.start + match.end(1)
            yield view.find("document_number", number, "likely", "behind the title", *span)
            return
    if view.file.document_number:
        number = simplify(view.file.document_number)
        yield Finding("document_number", number, "likely", f"{view.file.kind} file", number)


def _fields(view: View) -> Iterator[Finding]:
    fields = view.fields
    for name in _ISSUER_FIELDS:
        if value := simplify(fields.get(name, "")):
            yield Finding("issuer", value, "certain", f"field {name}", value)
            break
    for name, sure in _DATE_FIELDS:
        if value := find_date(fields.get(name, "")):
            yield Finding("issued", value, sure, f"field {name}", fields[name])


def _signed(view: View) -> Iterator[Finding]:
    """The first signature: that of the notice, where a page has its result too."""
    for at, line in enumerate(view.lines):
        if match := _SIGNED_LINE.fullmatch(line.text):
            yield _issuer(view, match[1], line.start, line.start + match.end(1))
            yield _issued(view, match[2], line.start + match.start(2), line.end)
            return
        match = _DATE_LINE.fullmatch(line.text)
        signers = _above(view.lines, at) if match else []
        if match and not signers and at and _OFFICIAL.match(view.lines[at - 1].text):
            yield _issued(view, match[1], line.start, line.end)  # of a decree, signed by a person
            return
        if match and signers:
            names = " ".join(" ".join(one.text.replace("、", " ").split()) for one in signers)
            yield _issuer(view, names, signers[0].start, signers[-1].end)
            yield _issued(view, match[1], line.start, line.end)
            return
    if match := _GLUED.search(view.flat):
        yield _issuer(view, match[1], *match.span(1))
        yield _issued(view, match[2], *match.span(2))


def _above(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines of bodies just above a date."""
    signers: list[Line] = []
    top = at - 1
    while top >= 0 and _is_signer(lines[top].text) and len(signers) < MAX_SIGNERS:
        signers.insert(0, lines[top])
        top -= 1
    return signers


def _is_signer(text: str) -> bool:
    return len(text) <= 80 and _ORGANS.fullmatch(text) is not None and "关于" not in text


def _passed(view: View) -> Iterator[Finding]:
    """A regulation: (2022年8月30日深圳市第七届人民代表大会常务委员会第十一次会议通过)."""
    match = _PASSED.search(view.head)
    if match is not None:
        value = _MEETING.sub("", match[2])
        yield view.find("issuer", value, "certain", "remark on its passing", *match.span(2))
        yield _issued(view, match[1], *match.span(1), "remark on its passing")


def _above_title(view: View) -> Iterator[Finding]:
    """Bodies on a line of their own above 关于…, before those that sign a page's own notice."""
    for at, line in enumerate(view.lines[:TOP_LINES]):
        following = view.lines[at + 1].text if at + 1 < len(view.lines) else ""
        if _is_signer(line.text) and following.startswith("关于") and not _is_result(view, at):
            signers = _above(view.lines, at + 1)
            names = " ".join(one.text for one in signers)
            yield _issuer(view, names, signers[0].start, line.end, "above the title")
            dated = view.lines[at + 2] if at + 2 < len(view.lines) else None
            if dated and (match := _DATE_LINE.fullmatch(dated.text)):
                yield _issued(view, match[1], dated.start, dated.end, "below the title")
            return


def _in_head(view: View) -> Iterator[Finding]:
    """The body that the title begins with, or that is said to have issued the document."""
    if match := _DECREE.search(view.head):
        yield view.find("issuer", match[1], "certain", "head of the decree", *match.span(1))
    if match := _OF_TITLE.search(view.head):
        name = " ".join(match[1].split())
        yield view.find("issuer", name, "certain", "title line", *match.span(1))
    if match := _ISSUED_BY.search(view.head):
        names = match[1].replace("、", " ")
        yield view.find("issuer", names, "likely", "text", *match.span(1))


def _is_result(view: View, at: int) -> bool:
    return at > 0 and view.lines[at - 1].text.endswith(":")


def _of_page(view: View) -> Iterator[Finding]:
    if match := _SOURCE.search(view.head):
        yield view.find("issuer", match[1], "likely", "source of the page", *match.span(1))
    if match := _COPIED.search(view.flat):
        yield view.find("issuer", match[1], "likely", "line of the printer", *match.span(1))
        yield view.find(
            "issued", find_date(match[2]), "likely", "line of the printer", *match.span(2)
        )
    for line in view.lines[:TOP_LINES]:
        match = _PAGE_DATE.fullmatch(line.text)
        if match and (value := find_date(match[1])):
            yield view.find("issued", value, "likely", "date of the page", line.start, line.end)
            break
    if view.file.date:
        yield Finding("issued", view.file.date, "likely", f"{view.file.kind} file", view.file.date)
    if view.file.issuer:
        value = simplify(view.file.issuer)
        yield Finding("issuer", value, "likely", f"{view.file.kind} file", value)


def _issuer(view: View, name: str, start: int, end: int, where: str = "signature") -> Finding:
    return view.find("issuer", " ".join(name.split()), "certain", where, start, end)


def _issued(view: View, text: str, start: int, end: int, where: str = "signature") -> Finding:
    return view.find("issued", find_date(text), "certain", where, start, end)
