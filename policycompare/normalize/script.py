"""Traditional to simplified characters, only where a text is traditional.

A character is evidence for one script if it is not in the national character set of the other:
traditional if OpenCC changes it and GB 2312 lacks it, simplified if OpenCC changes it and Big5 lacks
it. Phrases between punctuation marks are judged one by one, because copied pages mix scripts inside a
line. Characters that OpenCC changes though GB 2312 has them (乾 於 後 徵 …, in names also 着/著) change
only in a phrase that is traditional, by its own evidence or by that of its surroundings.

Every variant is converted by a configuration that maps characters and keeps words: ``tw2s`` for
Taiwan and for machine-converted mainland text (``t2s`` leaves 著力, ``tw2s`` gives 着力), ``hk2s`` for
Hong Kong. ``tw2sp`` is not used: made for software, it turns 執行 into 运行, 檔案 into 文件 and 申請資料
into 申请数据, which changes what a policy says. Taiwanese terms with a single meaning (軟體, 資訊) are
instead a table here, applied to Taiwanese text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import opencc

from policycompare.datamodel import Edit
from policycompare.normalize.characters import HAN

_PHRASE = re.compile(
    f"[^\n,，.。;；:：、!！?？()（）“”‘’《》「」『』〔〕]*[{HAN}][^\n,，。;；:：、!！?？()（）“”‘’《》「」『』〔〕]*"
)

# Simplified words with a character that OpenCC takes for traditional. Source: gazetteer of county names
# (乾安县, 乾县), 通用规范汉字表 (乾 read qián, 瞭 in 瞭望, 徵 as a musical note).
_KEPT_WORDS = re.compile(
    "乾(?=[安县縣隆坤陵州元清])|(?<=[康坤])乾|瞭(?=望)|(?<=宫商角)徵|(?<=宮商角)徵|么"
)

# Written in Hong Kong only; converted mainland and Taiwanese text has 衛 說 線 羣/群 裡/裏.
_HONG_KONG = re.compile("[衞説綫脱鋭閲悦啓]|特區政府|港元|資訊科技")
_MAINLAND = re.compile("軟件|硬件|信息|網絡|項目|質量|激光|芯片|數據|服務器|互聯網|省|着")
_TAIWAN = re.compile(
    "軟體|硬體|資訊|網路|晶片|雷射|伺服器|新臺幣|新台幣|民國|僱用|臺北|臺中|臺南|高雄|縣市政府"
    "|須知|公告日|罄|品質|數位|計畫|專案|補助要點|作業要點"
)

# Taiwanese terms with one meaning, already in simplified characters, and the mainland term.
_TAIWAN_TERMS = {
    "软体": "软件",
    "硬体": "硬件",
    "韧体": "固件",
    "资讯": "信息",
    "网路": "网络",
    "网际网路": "互联网",
    "晶片": "芯片",
    "雷射": "激光",
    "伺服器": "服务器",
    "奈米": "纳米",
    "人工智慧": "人工智能",
    "智慧制造": "智能制造",
    "物联网路": "物联网",
    "云端运算": "云计算",
    "数位化": "数字化",
    "数位转型": "数字化转型",
    "数位经济": "数字经济",
    "巨量资料": "大数据",
    "智慧财产权": "知识产权",
    "半导体晶片": "半导体芯片",
    "演算法": "算法",
    "资料库": "数据库",
    "程式": "程序",
}
_TERM = re.compile("|".join(sorted(map(re.escape, _TAIWAN_TERMS), key=len, reverse=True)))

MIXED_SHARE = 0.05
"""Share of phrases in the rarer script from which a text is called mixed; below it is a name."""


@lru_cache(maxsize=8)
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The characters of a text that belong to one script only."""

    traditional: frozenset[str]
    simplified: frozenset[str]

    def of(self, phrase: str) -> tuple[bool, bool]:
        """Whether the phrase holds traditional and simplified evidence."""
        letters = set(phrase)
        return not letters.isdisjoint(self.traditional), not letters.isdisjoint(self.simplified)


def name_script(text: str) -> str:
    """``simplified``, ``traditional`` or ``mixed``, by the share of phrases in either script."""
    evidence = _find_evidence(text)
    if not evidence.traditional:
        return "simplified"
    marks = [evidence.of(m[0]) for m in _PHRASE.finditer(text)]
    n_traditional = sum(traditional for traditional, _ in marks)
    n_simplified = sum(simplified for _, simplified in marks)
    rare = MIXED_SHARE * (n_traditional + n_simplified)
    if min(n_traditional, n_simplified) > rare:
        return "mixed"
    return "traditional" if n_traditional > n_simplified else "simplified"


def edit_script(text: str) -> list[Edit]:
    """Convert the traditional phrases of a text, with the configuration of its variant."""
    evidence = _find_evidence(text)
    if not evidence.traditional:
        return []
    phrases = list(_PHRASE.finditer(text))
    chosen = _choose_phrases([(m[0], *evidence.of(m[0])) for m in phrases], text, phrases)
    variant = _find_variant(text)
    convert = _converter("hk2s" if variant == "hong-kong" else "tw2s").convert
    edits: list[Edit] = []
    for match, (is_traditional, is_simplified) in zip(phrases, chosen, strict=True):
        if not is_traditional:
            continue
        phrase = match[0]
        allowed = evidence.traditional if is_simplified else None
        converted = convert(phrase)
        if variant == "taiwan":
            edits += _term_edits(phrase, converted, match.start(), allowed)
        else:
            edits += _differences(phrase, converted, match.start(), allowed)
    return edits


def _find_evidence(text: str) -> _Evidence:
    """Sort the distinct characters; OpenCC is asked only about those outside of GB 2312.

    That is the quick pre-check: the distinct characters of a million take 15 ms.
    """
    distinct = sorted(c for c in set(text) if "\u3400" <= c <= "\U0003ffff")
    foreign = [c for c in distinct if not _encodes(c, "gb2312")]
    to_simplified = [_converter(name).convert for name in ("tw2s", "hk2s")] if foreign else []
    traditional = frozenset(c for c in foreign if any(f(c) != c for f in to_simplified))
    if not traditional:
        return _Evidence(frozenset(), frozenset())
    to_traditional = _converter("s2t").convert
    simplified = frozenset(
        c for c in distinct if not _encodes(c, "big5") and to_traditional(c) != c
    )
    return _Evidence(traditional, simplified - traditional)


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _choose_phrases(
    marked: Sequence[tuple[str, bool, bool]], text: str, phrases: Sequence[re.Match[str]]
) -> list[tuple[bool, bool]]:
    """Decide for every phrase whether it is traditional and whether it holds simplified evidence.

    A phrase without evidence goes with the nearest phrase before it in its line, else with the
    nearest after it, else with the majority of the text.
    """
    n_traditional = sum(t and not s for _, t, s in marked)
    majority = n_traditional * 2 > sum(t != s for _, t, s in marked)
    own: list[bool | None] = [t if t or s else None for _, t, s in marked]
    before = list(_carry(own, phrases, text))
    after = list(_carry(own[::-1], phrases[::-1], text))[::-1]
    decided = []
    for mark, earlier, later, (_, _, is_simplified) in zip(own, before, after, marked, strict=True):
        known = [m for m in (mark, earlier, later) if m is not None]
        decided.append((known[0] if known else majority, is_simplified))
    return decided


def _carry(
    marks: Sequence[bool | None], phrases: Sequence[re.Match[str]], text: str
) -> Iterator[bool | None]:
    """The last mark seen within the line of each phrase."""
    last: bool | None = None
    previous: re.Match[str] | None = None
    for mark, phrase in zip(marks, phrases, strict=True):
        if previous is not None:
            low, high = sorted((previous.start(), phrase.start()))
            if "\n" in text[low:high]:
                last = None
        yield last
        last = mark if mark is not None else last
        previous = phrase


def _find_variant(text: str) -> str:
    """``mainland``, ``taiwan`` or ``hong-kong``, by the words of the text; mainland in doubt."""
    n_taiwan, n_mainland = len(_TAIWAN.findall(text)), len(_MAINLAND.findall(text))
    n_hong_kong = len(_HONG_KONG.findall(text))
    if n_hong_kong > max(n_taiwan, n_mainland):
        return "hong-kong"
    return "taiwan" if n_taiwan > n_mainland else "mainland"


def _differences(
    phrase: str, converted: str, offset: int, allowed: frozenset[str] | None
) -> Iterator[Edit]:
    """One edit per run of changed characters; with ``allowed``, only these characters change.

    The configurations used map character to character, so both texts have the same length.
    """
    if phrase == converted:
        return
    kept = {i for m in _KEPT_WORDS.finditer(phrase) for i in range(m.start(), m.end())}
    run: list[int] = []
    for i, (a, b) in enumerate(zip(phrase, converted, strict=True)):
        if a != b and i not in kept and (allowed is None or a in allowed):
            run.append(i)
        elif run:
            yield _run_edit(converted, run, offset)
            run = []
    if run:
        yield _run_edit(converted, run, offset)


def _run_edit(converted: str, run: Sequence[int], offset: int) -> Edit:
    start, end = run[0], run[-1] + 1
    return Edit(offset + start, offset + end, converted[start:end])


def _term_edits(
    phrase: str, converted: str, offset: int, allowed: frozenset[str] | None
) -> list[Edit]:
    """Character edits, and whole terms where a Taiwanese word has a mainland counterpart."""
    terms = [
        Edit(offset + m.start(), offset + m.end(), _TAIWAN_TERMS[m[0]])
        for m in _TERM.finditer(converted)
    ]
    singles = []
    at = 0
    for term in [*terms, Edit(offset + len(phrase), offset + len(phrase), "")]:
        end = term.start - offset
        singles += _differences(phrase[at:end], converted[at:end], offset + at, allowed)
        at = term.end - offset
    return sorted([*terms, *singles], key=lambda edit: edit.start)
