"""The patterns that judge a quantity by its neighbours, built of the words of the tables."""

from __future__ import annotations

import re
from functools import cache

from policycompare.targets.tables import alternation

CONDITION_OPENS = re.compile(r"对|凡|符合|经|按照?|依据|根据|鼓励|支持")
"""What opens the receivers of a payment; quantities before it are of another clause."""

DISTRIBUTED = re.compile(
    r"每(?!年|季|月|半年|两年|学年|学期)|各(?!类|级|项|种|地|有关|相关|部门)|分别|至少"
)
"""Words behind which 一个 is a count."""

STOP_BEHIND = re.compile(r"$|[,。;:!?、|”’)》\n□]|(?:和|及|与|以及|并)(?=[^,。;]{0,60}\d)")
"""What ends a quantity whose noun stands before it."""

CAPPED = re.compile(
    r"^(?:其中|单个|每|最高|累计|年度|同一|对|单户|单项|总额|上限)|最高|不超过|上限|封顶|一次性"
)
"""A sum behind a sentence that pays: 单个企业每年最高200万元."""

BUDGET = re.compile(r"(?:总额|总规模|总量|预算|规模)$")
"""A whole that is set aside, not a payment."""

EACH = re.compile(r"每[一-鿿]{1,4}$")
"""So much for each: 每张床位12000元."""

BY_SHARE = re.compile(r"(?:按照?|依照|参照)[^,。;]{0,40}$")
"""A share by which somebody is paid: 按照设备投资额不高于5%的比例."""

BASE_OF_SHARE = re.compile(r"(?:按照?|依照|参照)[^,。;]{0,30}?的(?=[^,。;]{0,12}\d|$)")
"""What a share is paid of; 上年度销售额的3% is no figure of the past."""

MEETS = re.compile(r"(?:符合|满足|具备)[^,;。]*$")
"""What opens a list of conditions: 满足年营收1000万元以上、研发占比3%以上条件的企业."""

SPENT = re.compile(r"用于|投向|用在|投入")
SPENT_OF = re.compile(r"的[一-鿿]{2,16}?(?:用于|投向|用在|投入)")
"""彩票公益金55%以上用于养老, 将55%以上的彩票公益金用于养老: shares of what is spent."""

REPORTED = re.compile(
    r"(?!.{0,60}(?:力争|预期|目标|预计|计划|将))\d{4}年(?!底|末|前)[^,。;]{1,40}$"
)
"""2023年增加值为320亿元: a year at the start and 为 report, they do not promise."""

DONE = re.compile(r"办结|办完|办理完|完成|审结|审批完")
"""What is done within so many working days."""

WITH = re.compile(r"[与同和]$")
JOINED = re.compile(r"[一-鿿“”]{2,14}?(?:共建|合作|签|结对|结成|联合|建立)")
"""至少与3家企业共建实训基地: partners, counted between 与 and the verb."""

CAP_OF_EACH = re.compile(r"(?:每[家个户人]|单[个户家]|同一)[^,。;]*总额$")
"""A cap for each receiver: 每家企业每年补贴总额不超过300万元."""

NAME_OPENS = re.compile(r"“[^“”]{0,6}$")
"""A quotation mark right before a quantity: “10条优势产业链” is a name."""

CONTINUES = re.compile(r"[和及与、]|以及|并$")
"""A list whose first member was governed by a verb."""

WORDS_OF_ATTRIBUTE = re.compile(r"的(?!目标|增长|标准|比例|水平|规模|速度|幅度|增速)")
"""的 that makes the quantity an attribute of what follows."""

RECEIVERS = re.compile(r"(?:对|凡)[^,;]*$|每[^,;年季月]{0,6}$")
"""The words that name receivers reach up to the quantity."""

HAS_NAME = re.compile(r"[一-鿿A-Za-z”)%]")


@cache
def governed() -> re.Pattern[str]:
    """A verb that governs the quantity behind it: 建设, 每年推进."""
    verbs = f"(?:{alternation('verb')}|每年|每季度?|每月|为|对|有|拥有)"
    return re.compile(rf"{verbs}{alternation('between')}*(?:“|一批|总数)?$")


@cache
def hoped() -> re.Pattern[str]:
    """Words before a noun that acts, which govern nothing: 力争3个品牌进入全国百强."""
    return re.compile(rf"(?:[、,\s]|{alternation('opening')})*")


@cache
def any_of(category: str, ending: str = "") -> re.Pattern[str]:
    """Any word of a category, with a pattern behind it."""
    return re.compile(alternation(category) + ending)


@cache
def past() -> re.Pattern[str]:
    """A word of the past; 比上年增长 compares with it."""
    return re.compile(rf"(?<![比较]){alternation('past')}")


@cache
def paid_behind() -> re.Pattern[str]:
    """A word of payment behind a sum: 100万元奖励, 的补助, 元岗位津贴."""
    pays = alternation("reward")
    of = rf"(?:的(?![一-鿿]{{0,6}}?{alternation('receiver')})|(?!的))"
    return re.compile(
        rf"(?:/[一-鿿]{{1,3}})?{of}(?:{alternation('reward_noun')}|[一-鿿]{{0,4}}?{pays})"
    )


@cache
def eligible() -> re.Pattern[str]:
    """A quantity that chooses who is entitled: 30万元的机构给予, 20张以上条件的, 5年的家庭纳入."""
    entitles = alternation("reward", "entitles")
    return re.compile(
        rf"(?:等|以上)?的?条件|的[一-鿿、“”]{{0,12}}?{alternation('receiver')}[^,;。]{{0,12}}?{entitles}"
    )


@cache
def chosen() -> re.Pattern[str]:
    """A sum that chooses who is meant, whatever is done to them: 50万元的项目实行公示."""
    return re.compile(
        rf"(?:等|以上)?的?条件|的[一-鿿、“”]{{0,12}}?{alternation('receiver')}(?!奖|补)"
    )


@cache
def paid_just_before() -> re.Pattern[str]:
    """A verb of payment whose object is the quantity: 给予每年最高."""
    return re.compile(
        rf"{alternation('reward')}(?:金|款)?"
        rf"(?:{alternation('between', 'most', 'about')}|一次性|每[一-鿿]{{1,4}})*$"
    )


@cache
def creation() -> re.Pattern[str]:
    """A verb that creates one thing: 打造一支…."""
    one = "(?:[一1][支个座条批家])?"
    return re.compile(rf"{alternation('creates')}(?:成为?|起)?{one}[^,。;、]{{0,24}}$")


@cache
def size() -> re.Pattern[str]:
    """The name of a size right before a quantity: 规模超过."""
    return re.compile(rf"{alternation('size')}(?:达到?|突破|超过?|过|不超过|不低于)?$")


@cache
def acts() -> re.Pattern[str]:
    """A noun that acts: 3家企业进入世界500强."""
    return re.compile(rf"[一-鿿“”]{{2,16}}?{alternation('acts')}")


@cache
def tail() -> re.Pattern[str]:
    """A noun behind a quantity that makes it no attribute: 10%以上的目标."""
    stop = r"(?=$|[,。;:、|”’)的□]|进行|给予|执行|发放|和|以(?![上下内外]))"
    return re.compile(rf"(?:的)?{alternation('tail')}{stop}")


@cache
def own_behind() -> re.Pattern[str]:
    """What a document counts of itself, behind the number: 6个方面."""
    return re.compile(rf"[一-鿿]{{0,4}}?{alternation('own')}(?=$|[,。;:、|”’)\n]|和|及)")


@cache
def raised() -> re.Pattern[str]:
    """A change that leads away from the value before it: 18%提高到."""
    return re.compile(rf"(?:左右|以上)?(?:稳步|逐步|进一步|大幅)?{alternation('raises')}(?:到|至)")


@cache
def measured() -> re.Pattern[str]:
    """A noun that money measures, at the end."""
    return re.compile(rf"(?:{alternation('stock')}|{alternation('rate')})$")


@cache
def funded() -> re.Pattern[str]:
    """A verb that sets money aside, at the end."""
    return re.compile(rf"{alternation('funds')}(?:不少于|总额)?$")
