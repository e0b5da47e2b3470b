"""What each normalizing step changes, and what it must leave alone."""

from __future__ import annotations

import pytest

from policycompare.normalize import normalize_text
from policycompare.normalize.markup import edit_markup
from policycompare.normalize.readings import spells
from policycompare.normalize.script import edit_script
from policycompare.normalize.wraps import edit_wraps


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("\ufeff甲\u200b乙\u00ad丙\ufe0f", "甲乙丙"),
        ("甲\r\n乙\r丙\u2028丁\x0c戊\x85己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("附件\u00a01\u3000目标", "附件 1 目标"),
        ("⼀、⽬标⻓远", "一、目标长远"),
        ("附件\ue5e5目标", "附件 目标"),
        ("㈠总则⑴甲⒈乙", "(一)总则(1)甲1.乙"),
        ("①甲②乙", "①甲②乙"),
    ],
)
def test_invisible_characters_get_one_form(text: str, wanted: str) -> None:
    assert normalize_text(text).text == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('<p style="a">一、甲</p>\n<p><span leaf="">二、乙</span></p>', "一、甲\n二、乙"),
        ("<div>甲<br>乙<BR/>丙</div>", "甲\n乙\n丙"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),
        ("<style>p{x}</style><!-- 注 <b> --><p>甲</p><script>a<b;</script>", "甲"),
        ("&ldquo;甲&rdquo;&nbsp;乙&#12289;丙&#x4E01;", "“甲” 乙、丙丁"),
        ("<p>A&amp;B公司</p><p>R&D;投入</p>", "A&B公司\nR&D;投入"),
    ],
)
def test_markup_becomes_lines(text: str, wanted: str) -> None:
    assert normalize_text(text).text == wanted


@pytest.mark.parametrize("text", ["p<0.05且q>1", "见<方案>与<措施>", "标签<p>是段落", "AT&T公司"])
def test_markup_leaves_plain_text_alone(text: str) -> None:
    assert edit_markup(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("中國(guó)山東網(wǎng)", "中国山东网"),
        ("車間(jian)(jian)的(de)(de)", "车间的"),
        ("（一(yi)(yi)）甲；第一(yi)條(tiao) 乙", "(一)甲;第一条 乙"),
        ("企業(yè )和會(huì )19場", "企业和会19场"),
        ("企业（qǐyè）发展", "企业发展"),
        ("责任单位(zérèndānwèi):市工信局", "责任单位:市工信局"),
        ("责任(zérèn)单位(zé rèn dān wèi)", "责任单位"),
        ("綠(lǜ)綠(lv)綠(lu:4)女(nü3)", "绿绿绿女"),
        ("国(guo2)家(jia1)企业(qi3ye4)", "国家企业"),
        ("业务(yèwu)他们(tāmen)一(yí)个不(bú)", "业务他们一个不"),
        ("一点(yìdiǎnr)玩儿(wánr)", "一点玩儿"),
        ("中国(ɡuó)发(fɑ̄)展", "中国发展"),
        ("“专精特新”(zhuān jīng tè xīn)企业", "“专精特新”企业"),
        ("长(cháng)(zhǎng)期", "长期"),
        ("著(zhe)力", "著力"),
    ],
)
def test_pinyin_is_removed_where_it_reads_the_characters(text: str, wanted: str) -> None:
    assert normalize_text(text).text == wanted


@pytest.mark.parametrize(
    "text",
    [
        "协定(RCEP)和组织(APEC)",
        "甲(一)乙(a)丙(b)",
        "5G(five)网络",
        "中国(guǒ)",
        "中国(fā)",
        "单位千克(kg)、米(m)",
        "北京(Beijing)",
        "西安(AN)",
        "安全(safe)生产",
        "企业(qǐ)",
        "(guó)中",
    ],
)
def test_pinyin_keeps_other_parentheses(text: str) -> None:
    assert normalize_text(text).text == text


def test_pinyin_readings_use_up_the_whole_annotation() -> None:
    assert spells("zérèn", "责任")
    assert spells("rèn", "责任")
    assert not spells("érèn", "责任")
    assert not spells("", "责任")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("已收悉,，研究,。", "已收悉,研究。"),
        ("甲，，乙", "甲,乙"),
        ("共1,000家；", "共1,000家;"),
        ("甲：（乙）！？％", "甲:(乙)!?%"),
        ("ＡＢＣ１２．３", "ABC12.3"),
        ("「甲」『乙』＂丙＂", "“甲”‘乙’“丙”"),
        ('"甲"和"乙"', "“甲”和“乙”"),
        ('以“甲"“乙"和"丙”为主', "以“甲”“乙”和“丙”为主"),
        ("‘甲'与'乙'", "‘甲’与‘乙’"),
        ("按1∶1配套〔2024〕12号", "按1:1配套〔2024〕12号"),
        ("二О二六年、二○一○年、2O26年", "二〇二六年、二〇一〇年、2026年"),
    ],
)
def test_punctuation_gets_one_form(text: str, wanted: str) -> None:
    assert normalize_text(text).text == wanted


@pytest.mark.parametrize(
    "text",
    [
        '长5"管',
        "It's 5' o'clock",
        '以”甲"为主',
        "a,,b",
        "甲…乙——丙、丁《戊》",
        "○一、甲",
        "O2O模式",
    ],
)
def test_punctuation_leaves_other_marks_alone(text: str) -> None:
    assert normalize_text(text).text == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("著力打造發展平台", "着力打造发展平台"),
        ("品牌卓著的企業，著名學者", "品牌卓著的企业,著名学者"),
        ("設備、項目、軟件和信息", "设备、项目、软件和信息"),
        ("軟體與資訊產業，網路及晶片", "软件与信息产业,网络及芯片"),
        ("僱用員工，新臺幣，申請資料、檔案依規定執行", "雇用员工,新台币,申请资料、档案依规定执行"),
        ("衞生署説明，特區政府啓動", "卫生署说明,特区政府启动"),
        ("係統、複覈、答覆、瞭解", "系统、复核、答复、了解"),
        ("發展乾安縣，瞭望哨，乾隆年間，乾淨", "发展乾安县,瞭望哨,乾隆年间,干净"),
        ("三年後，發展產業，高於往年", "三年后,发展产业,高于往年"),
        ("發展產業。乾安县的项目", "发展产业。乾安县的项目"),
    ],
)
def test_script_is_converted_by_variant(text: str, wanted: str) -> None:
    assert normalize_text(text).text == wanted


@pytest.mark.parametrize(
    "text", ["乾安县、乾隆、瞭望台", "於先生著书立说", "宫商角徵羽", "朱镕基、陶喆", "为什么"]
)
def test_script_leaves_simplified_text_alone(text: str) -> None:
    assert edit_script(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  甲方  乙方 \n\n \n丙  ", "甲方 乙方\n丙"),
        ("目 录\n第 一 条\n第一章 总 则", "目录\n第一条\n第一章 总则"),
        ("（ 一 ）甲方\n１ ．乙方\n二 、丙方", "(一)甲方\n1.乙方\n二、丙方"),
    ],
)
def test_spaces_are_trimmed(text: str, wanted: str) -> None:
    assert normalize_text(text).text == wanted


def test_spaces_of_a_pdf_page_go() -> None:
    text = (
        "第一条 为规范绿色车 间的申报、评审 ，制定 本办法。\n第二条 计量器具配备 率不低于 95 %。\n"
        " 1 .材料弄虚作假的 ；\n自  2025 年 1 月  1 日起施行 ，建成 5 G基站，用 Big Data 分析 。"
    )
    assert normalize_text(text).text == (
        "第一条 为规范绿色车间的申报、评审,制定本办法。\n第二条 计量器具配备率不低于95%。\n"
        "1.材料弄虚作假的;\n自2025年1月1日起施行,建成5G基站,用Big Data分析。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求 (一)指导思想 全面贯彻。 质量效益。达到5%。 (二)总体目标 到2020年,提升。",
        "中共威海市委 威海市人民政府",
        "实施“2023 突破提升年”,用 AI 技术",
        "索 引 号: QL0001\n字号:[大 中 小]\n为规范管理,制定本办法。\n甲。\n乙。\n丙。",
    ],
)
def test_spaces_that_separate_stay(text: str) -> None:
    assert normalize_text(text).text == text


def test_wraps_are_undone_inside_numbers_and_before_marks() -> None:
    paragraphs = [
        "到2026年底,建成示范车间60个、标杆工厂8家,重点企业数控化率达到72%,比2023年下降9%。",
        "二、主要任务",
        "一是把诊断服务延伸到镇街,二是推动银行按照专利授信,三是与院校共建实训点。",
    ]
    wrapped = "\n".join(p[i : i + 21] for p in paragraphs for i in range(0, len(p), 21))
    assert "比20\n23年" in wrapped
    assert normalize_text(wrapped).text == "\n".join(paragraphs)


def test_wraps_keep_headings_and_items_behind_full_lines() -> None:
    full = "按照部署要求,加快建设先进制造业强市,并且提升质量"
    text = f"{full}\n{full}\n{full[:-1]}。\n一、总体要求\n{full[:-1]}。\n(一)甲\n2024年3月5日"
    assert normalize_text(text).text.split("\n") == [
        f"{full}{full}{full[:-1]}。",
        "一、总体要求",
        f"{full[:-1]}。",
        "(一)甲",
        "2024年3月5日",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "市工业和信息化局装备产业发展处室\n市发展和改革委员会产业协调科室处\n市住房和城乡建设局建筑业管理科室",
        "为推动发展,制定本方案。\n本方案所称企业,是指在本市注册的法人。\n各区要抓好落实。\n特此通知。",
    ],
)
def test_wraps_leave_lists_and_paragraphs_alone(text: str) -> None:
    assert edit_wraps(text) == []
