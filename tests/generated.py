"""Hypothesis strategies that make policy documents, sound and damaged.

Headings of every style nest as drafters nest them; measures have figures, deadlines and tails of
units; damage comes from :mod:`tests.damage` (script, readings, widths, lines, markup),
:mod:`tests.damage_byteshift` (the mechanism of docs/design.md §5) and plain chance.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

from tests import damage_byteshift
from tests.damage import DEFECTS

NUMBERS = "一二三四五六七八九十"
Style = Callable[[int], str]

STYLES: dict[str, tuple[Style, ...]] = {
    "outline": (
        lambda n: f"{NUMBERS[n]}、",
        lambda n: f"({NUMBERS[n]})",
        lambda n: f"{n + 1}.",
        lambda n: f"({n + 1})",
    ),
    "full-width": (
        lambda n: f"{NUMBERS[n]}、",
        lambda n: f"（{NUMBERS[n]}）",
        lambda n: f"{n + 1}．",
        lambda n: chr(ord("①") + n),
    ),
    "law": (
        lambda n: f"第{NUMBERS[n]}章 ",
        lambda n: f"第{NUMBERS[n]}节 ",
        lambda n: f"第{NUMBERS[n]}条 ",
        lambda n: f"（{NUMBERS[n]}）",
    ),
    "taiwan": (
        lambda n: f"{'壹貳參肆伍陸柒捌玖拾'[n]}、",
        lambda n: f"{NUMBERS[n]}、",
        lambda n: f"（{NUMBERS[n]}）",
        lambda n: f"{n + 1}.",
    ),
    "decimal": (
        lambda n: f"{n + 1} ",
        lambda n: f"1.{n + 1} ",
        lambda n: f"1.1.{n + 1} ",
        lambda n: "——",
    ),
    "spoken": (
        lambda n: f"{NUMBERS[n]}是",
        lambda n: "——",
        lambda n: f"{n + 1}）",
        lambda n: f"{chr(ord('a') + n)}.",
    ),
}
"""Markers of up to four levels by the family of the document."""

TITLES = st.sampled_from(
    [
        "总体要求",
        "重点任务",
        "保障措施",
        "发展目标",
        "增强产业创新能力",
        "推动绿色发展",
        "加强组织领导",
        "数字化转型",
        "附则",
    ]
)
SENTENCES = st.sampled_from(
    [
        "支持企业建设智能工厂和数字化车间。",
        "到2025年,规模以上工业企业达到2000家,研发投入强度达到2.5%以上。",
        "推进节能降碳，培育绿色工厂50家；",
        "对认定的企业给予最高300万元奖励。",
        "加快“5G+工业互联网”应用，力争三年内突破1.2万个基站。",
        "鼓励社会资本参与，每年新增10亿元左右。",
        "参照RCEP规则(2022年生效)扩大开放。",
        "依据《条例》第三条、第十二条执行;",
        "完成2017-2020年任务的三分之二。",
        "(一)至（三）项除外，下同。",
        "以下均需各区市负责落实,不再一一列出。",
        "比2020年翻一番。",
        "",
    ]
)
TAILS = st.sampled_from(
    [
        "",
        "",
        "(责任单位:市工业和信息化局、市科技局)",
        "（牵头单位：市发展改革委；责任单位：各区市政府、管委会）",
        "【责任部门】市财政局",
        "(责任单位:市商务局",
    ]
)
BREAKS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\u3000\u3000", "\n\n", "", " "])
FRONT = st.sampled_from(
    [
        "",
        "某市制造业高质量发展行动计划\n",
        "某市人民政府办公室关于印发《行动计划》的通知\n各区市人民政府:\n现印发给你们,请认真贯彻执行。\n2023年7月6日\n",
        "目录\n一、总体要求……1\n二、重点任务……3\n三、保障措施……9\n",
    ]
)
BACK = st.sampled_from(
    ["", "\n附件:1.名单", "\n本办法自印发之日起施行。", "\n某市人民政府\n2023年7月6日", "\n- 3 -\n"]
)


@st.composite
def sound_documents(draw: st.DrawFn) -> str:
    """A document with one to four levels of headings."""
    styles = STYLES[draw(st.sampled_from(sorted(STYLES)))]
    first = draw(st.integers(0, 2))
    text = [draw(FRONT)]

    def section(level: int) -> None:
        for number in range(draw(st.integers(1, 3 if level == first else 2))):
            text.append(styles[level](number))
            text.append(draw(TITLES))
            text.append(draw(BREAKS) if draw(st.booleans()) else "。")
            text.append(draw(SENTENCES))
            text.append(draw(TAILS) + draw(BREAKS))
            if level + 1 < len(styles) and draw(st.booleans()):
                section(level + 1)

    section(first)
    return "".join(text) + draw(BACK)


@st.composite
def damaged_documents(draw: st.DrawFn) -> str:
    """A document damaged by up to two mechanisms."""
    text = draw(sound_documents())
    for name in draw(st.lists(st.sampled_from(sorted(DEFECTS)), max_size=2)):
        text = DEFECTS[name](text, Random(draw(st.integers(0, 9))))
    return text


@st.composite
def shifted_documents(draw: st.DrawFn) -> str:
    """A short document with bytes shifted by annotations; the search over them takes its time."""
    text = draw(sound_documents())[:120]
    rules = damage_byteshift.random_rules(text, Random(draw(st.integers(0, 99))), n_rules=30)
    return damage_byteshift.damage(text, rules).text


@st.composite
def spoiled_documents(draw: st.DrawFn) -> str:
    """A document with bytes replaced, lost or read in a wrong encoding."""
    data = bytearray(draw(damaged_documents()).encode())
    for at, byte in draw(st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8)):
        data[at % len(data) : at % len(data) + byte % 3] = bytes((byte,))
    return bytes(data).decode("utf-8", "replace")


ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("一二三四、()（）。,:;1234567890.\n 产业制造发展國務\u3000\u200b?"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)

# Each kind's share by how often it stands here.
POLICY_DOCUMENTS = st.one_of(
    sound_documents(),
    damaged_documents(),
    damaged_documents(),
    spoiled_documents(),
    shifted_documents(),
    ANY_TEXT,
)
"""A text of any of these kinds."""
