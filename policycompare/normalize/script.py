"""Traditional to simplified characters, only where a text is traditional.

A character is evidence for one script if the other's national character set lacks it:
traditional if OpenCC changes it and GB 2312 lacks it, simplified if OpenCC changes it and Big5
lacks it. Copied pages mix scripts inside a line, so phrases between punctuation marks are judged
one by one. Characters that OpenCC changes though GB 2312 has them (乾 於 後 徵 …: in simplified
text they are names) change only in a phrase that is traditional, or that shows neither script on
a page that is at least partly traditional.

Every variant is converted by a configuration that maps characters and keeps words: ``tw2s`` for
Taiwan and for machine-converted mainland text (``t2s`` leaves 著力, ``tw2s`` gives 着力),
``hk2s`` for Hong Kong. ``tw2sp`` is not used: made for software, it turns 執行 into 运行, 檔案
into 文件 and 申請資料 into 申请数据, which changes what a policy says. Taiwanese terms with a
single meaning (軟體, 資訊) are instead a table here, applied to Taiwanese text only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policycompare.datamodel import Edit

_BORDERS = "\n,，.。;；:：、!！?？()（）“”‘’《》「」『』〔〕"
_PHRASE = re.compile(f"[^{_BORDERS}]+")

# Words that keep their character though a configuration changes it: county names and reign titles
# with 乾 read qián, 瞭 in 瞭望, 徵 the musical note, 著 read zhù (通用规范汉字表); 么, which tw2s
# takes for a variant of 幺.
_KEPT = re.compile(
    "乾(?=[安县縣隆坤陵州元清])|(?<=[康坤])乾|瞭(?=望)|(?<=宫商角)徵|(?<=宮商角)徵|么"
    "|著(?=[名作称稱述录錄者书書])|(?<=[卓显顯昭名原专專论論编編译譯土巨合遗遺])著"
)

# Written in Hong Kong only; converted mainland and Taiwanese text has 衛 說 線 羣/群 裡/裏.
_HONG_KONG = re.compile("[衞説綫脱鋭閲悦啓]|特區政府|港元|資訊科技")
_MAINLAND = re.compile("軟件|硬件|信息|網絡|項目|質量|激光|芯片|數據|服務器|互聯網|省|着")
_TAIWAN = re.compile(
    "軟體|硬體|資訊|網路|晶片|雷射|伺服器|新臺幣|新台幣|民國|僱用|臺北|臺中|臺南|高雄|縣市政府"
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
"""Share of phrases in the rarer script above which a text is mixed; fewer are names or slips."""


@lru_cache(maxsize=8)
def _converter(configuration: str) -> Callable[[str], str]:
    import opencc  # On use only: most texts need no conversion.

    convert: Callable[[str], str] = opencc.OpenCC(configuration).convert
    return convert


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The characters of a text that belong to one script only."""

    traditional: frozenset[str]
    simplified: frozenset[str]

    def count(self, phrase: str) -> tuple[int, int]:
        """Numbers of traditional and of simplified evidence in the phrase."""
        return (
            sum(c in self.traditional for c in phrase),
            sum(c in self.simplified for c in phrase),
        )


def name_script(text: str) -> str:
    """``simplified``, ``traditional`` or ``mixed``, by the share of phrases in either script."""
    evidence = _find_evidence(text)
    if not evidence.traditional:
        return "simplified"
    return _name_script([evidence.count(m[0]) for m in _PHRASE.finditer(text)])


def _name_script(counts: Sequence[tuple[int, int]]) -> str:
    n_traditional = sum(n_trad > 0 for n_trad, _ in counts)
    n_simplified = sum(n_simp > 0 for _, n_simp in counts)
    if min(n_traditional, n_simplified) > MIXED_SHARE * (n_traditional + n_simplified):
        return "mixed"
    return "traditional" if n_traditional > n_simplified else "simplified"


def edit_script(text: str) -> list[Edit]:
    """Convert the traditional phrases of a text, with the configuration of its variant."""
    evidence = _find_evidence(text)
    if not evidence.traditional:
        return []
    phrases = list(_PHRASE.finditer(text))
    counts = [evidence.count(m[0]) for m in phrases]
    is_simplified_page = _name_script(counts) == "simplified"
    variant = _find_variant(text)
    convert = _converter("hk2s" if variant == "hong-kong" else "tw2s")
    edits: list[Edit] = []
    for match, (n_traditional, n_simplified) in zip(phrases, counts, strict=True):
        if n_traditional == 0 and (n_simplified > 0 or is_simplified_page):
            continue
        allowed = evidence.traditional if n_simplified > n_traditional else None
        edit_phrase = _term_edits if variant == "taiwan" else _differences
        edits += edit_phrase(match[0], convert(match[0]), match.start(), allowed)
    return edits


# The code point of a Chinese character has as many digits.
_REFERENCE = re.compile(rb"&#(\d{5,6});")


@lru_cache(maxsize=1)
def _find_evidence(text: str) -> _Evidence:
    """Sort the characters; OpenCC is asked only about those outside of a national set.

    A text is asked about again in the next step.
    """
    foreign = _outside(text, "gb2312")
    to_simplified = [_converter(name) for name in ("tw2s", "hk2s")] if foreign else []
    traditional = frozenset(c for c in foreign if any(f(c) != c for f in to_simplified))
    if not traditional:
        return _Evidence(frozenset(), frozenset())
    to_traditional = _converter("s2t")
    simplified = frozenset(c for c in _outside(text, "big5") if to_traditional(c) != c)
    return _Evidence(traditional, simplified - traditional)


def _outside(text: str, charset: str) -> list[str]:
    """The distinct Chinese characters that a national set lacks.

    The codec names what it lacks in one pass, in a tenth of the time of a set of all characters.
    """
    named = _REFERENCE.findall(text.encode(charset, "xmlcharrefreplace"))
    numbers = sorted(n for n in set(map(int, named)) if 0x3400 <= n <= 0x3FFFF)
    # The text itself may hold what looks like a named character.
    return [c for c in map(chr, numbers) if c in text and not _encodes(c, charset)]


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


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
    kept = {i for m in _KEPT.finditer(phrase) for i in range(m.start(), m.end())}
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
    singles: list[Edit] = []
    at = 0
    for term in [*terms, Edit(offset + len(phrase), offset + len(phrase), "")]:
        end = term.start - offset
        singles += _differences(phrase[at:end], converted[at:end], offset + at, allowed)
        at = term.end - offset
    return sorted([*terms, *singles], key=lambda edit: edit.start)
