"""What kind of thing a question asks for, and whether a text holds such a thing.

Rules on words, general to official Chinese.
"""

from __future__ import annotations

import re
from enum import StrEnum

from qa.context import asked_now


class AnswerType(StrEnum):
    """The kind of answer a question expects."""

    AMOUNT = "amount"
    DATE = "date"
    WHO = "who"
    DOCNUM = "docnum"
    DEFINITION = "definition"
    MATERIALS = "materials"
    PROCEDURE = "procedure"
    CONDITION = "condition"
    LIST = "list"
    COMPARE = "compare"
    YESNO = "yesno"
    CONSEQUENCE = "consequence"
    OTHER = "other"


_TIME_UNIT = r"个?(?:工作日|天|日(?!常)|月(?!台)|年(?!轻)|小时|钟头|分钟|星期|周(?!岁|边)|季度|秒)"
_HOW_MANY = r"(?:(?<![哪好那这前后下过没])几(?!乎)|多少)"
# A noun asks for its value only beside an asking word, or where no word asks at all, as in a search box.
_VALUE = r"(?:金额|额度|标准|上限|下限|最高|最低|税率|利率|费率|比例|指标|占比|数量|个数|面积|人数)"
_TERM = r"(?:期限|时限|时间|有效期|日期|到期|截止|截至|起算)"
_BESIDE = r"(?:是|为|有|到|要|定)?(?:多少|几|多[大高长久]|什么|啥|哪)"
# The first rule that fits decides: the narrow ones stand first.
_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (AnswerType.DOCNUM, r"文号|几号文|多少号文|哪[份个]文件|什么文件|哪[部条]法|第几条|哪一条|文件号|发文字号"),
        (
            AnswerType.DEFINITION,
            r"什么是|是什么意思|什么意思|指什么|指的是|含义|定义|啥叫|什么叫|是指|怎么理解|是啥(?!时)|叫什么",
        ),
        (
            AnswerType.COMPARE,
            r"区别|不同|分别|相比|差别|差多少|哪个[更多高大快长]|一样[吗么]|是不是一回事|同一|各要?[是多几]|各为",
        ),
        (AnswerType.WHO, r"由(?:谁|哪)|归(?:谁|哪)(?:管|负责)|哪[个些](?:部门|单位|机构)(?:来|去|负责|牵头|管|办|定)"),
        (
            AnswerType.DATE,
            rf"{_HOW_MANY}{_TIME_UNIT}|多久|多长时间|什么时候|啥时候|何时|几月|几号(?!文)|哪天|哪年|哪一年|哪个月|几年前"
            rf"|{_TERM}.{{0,3}}{_BESIDE}|{_BESIDE}.{{0,2}}{_TERM}",
        ),
        (
            AnswerType.AMOUNT,
            rf"多少|(?<!哪)几[个家户人名位条项类次元块万亿倍成折台辆间处座所张份岁套批级斤吨亩公%％]|百分之几|多高|多大|多远"
            rf"|{_VALUE}.{{0,4}}{_BESIDE}|{_BESIDE}.{{0,2}}{_VALUE}",
        ),
        (
            AnswerType.WHO,
            r"谁|哪个?部门|哪些?部门|哪些?单位|哪个单位|哪家|哪个局|哪个厅|哪些?机构|归哪|找哪|由哪|牵头|责任单位|主管|哪里管"
            r"|哪个机关|什么部门|啥部门|什么机构|哪儿管|归口|[向去到在]哪(?![些个种几年天])|负责",
        ),
        (AnswerType.MATERIALS, r"材料|证件|要带|带什么|带啥|提交什么|交什么|准备什么|哪些资料|资料"),
        (
            AnswerType.PROCEDURE,
            r"怎么办理?|如何办|流程|步骤|程序|怎么申请|如何申请|怎么申报|怎样|咋办|咋弄|怎么弄|怎么领|怎么报|如何|手续|怎么处理|怎么",
        ),
        (
            AnswerType.CONDITION,
            r"条件|资格|要求|符合|满足|什么情况|什么情形|哪些人|哪种人|哪类|什么人|谁能|哪些情况|哪些情形|门槛",
        ),
        (AnswerType.CONSEQUENCE, r"后果|处罚|罚款|罚|责任|会怎样|怎么罚|受什么|处分"),
        (AnswerType.LIST, r"哪些|哪几|有什么|包括|有啥|几种|几类|几方面|哪类"),
        (
            AnswerType.YESNO,
            r"吗|能不能|可不可以|是不是|可否|能否|是否|行不行|要不要|有没有|算不算|合不合|合法|可以不|成不|不[?？]?$",
        ),
        (AnswerType.DATE, rf"{_TERM}"),
        (AnswerType.AMOUNT, rf"{_VALUE}"),
    )
)
_UNITS = (
    r"(?:元|万|亿|%|倍|家|户|人|名|个|项|次|件|套|辆|台|张|条|类|平方米|公里|公顷|亩|吨|级|分|成|岁|周岁|折|座|处|所|间"
    r"|份|档|位|年|月|日|天|小时|分钟|公里|千米)"
)
_NUMERAL = r"[\d零一二三四五六七八九十百千两]"
_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.AMOUNT: re.compile(rf"{_NUMERAL}[\d.,]*\s*(?:多|余)?{_UNITS}|百分之|\d+(?:\.\d+)?\s*(?:‰|:|/)\s*\d*"),
    AnswerType.DATE: re.compile(
        rf"{_NUMERAL}+\s*(?:个?工作日|日|天|个?月|年|周|个?小时|分钟|个?季度)|当[日月年]|次[日月年]|每[日月年]|即时|当场|立即|年底"
    ),
    AnswerType.WHO: re.compile(
        r"部门|机关|机构|单位|[厅局委办署院](?!理)|人民政府|负责|牵头|主管|委员会|法院|检察院|公安|银行|中心"
    ),
    AnswerType.DOCNUM: re.compile(r"[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号|\d{4}年第\s*\d+\s*号|《[^》]+》"),
    AnswerType.DEFINITION: re.compile(r"是指|指的是|本[法条例办法规定]+所称|所称|定义|即|包括"),
    AnswerType.MATERIALS: re.compile(r"材料|证明|证件|身份证|申请[书表]|文件|资料|提交|提供|复印件"),
    AnswerType.PROCEDURE: re.compile(r"申请|提出|受理|审[核查批]|办理|登记|提交|报送|程序|应当|通过|向"),
    AnswerType.CONDITION: re.compile(r"条件|符合|应当|具[备有]|下列|情形|满足|不得|[（(][一二三四五]"),
    AnswerType.LIST: re.compile(r"下列|包括|以下|[（(][一二三四五][）)]|[、；;]"),
    AnswerType.YESNO: re.compile(r"可以|不得|应当|禁止|允许|不予|能够|必须|无需|免|有权|不再"),
    AnswerType.CONSEQUENCE: re.compile(r"处[以]?|罚款|责令|处分|责任|吊销|没收|拘留|不予|取消|追回|赔偿"),
}


def answer_type(question: str) -> AnswerType:
    """Return what a question asks for; OTHER when no rule fits."""
    return _kind(_asking(question))


def _asking(question: str) -> str:
    """Return what is asked now, and all of it when that alone asks for nothing: 大企业呢 after 返还多少."""
    now = asked_now(question)
    return question if now == question or _kind(now) is AnswerType.OTHER else now


def _kind(question: str) -> AnswerType:
    for kind, pattern in _ASKS:
        if pattern.search(question):
            return kind
    return AnswerType.OTHER


def holds(kind: AnswerType, text: str) -> bool:
    """Return whether ``text`` holds something of the kind asked for; True when any text may answer."""
    pattern = _HOLDS.get(kind)
    return pattern is None or pattern.search(text) is not None


# The measure a question names, and how an answer would write it: 几天 -> 5个工作日, 多少钱 -> 3000元.
# An asking word with its unit (几个月) stands before the nouns that can go with several (费).
_COUNT = rf"(?:{_NUMERAL}|半)[\d.,百千万亿]*\s*(?:多|余)?(?:个|周)?"  # what stands before a unit
_MEASURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(written))
    for asked, written in (
        (
            r"(?:电话|手机号|联系方式|热线)号?码?是?(?:多少|几号|什么|啥|呢)?[ ?？。]*$"
            r"|打(?:什么|哪个)(?:电话|热线|号)",
            r"(?<!\d)(?:0\d{2,3}[-—－ ]?\d{7,8}|1\d{10}|[49]00[-—－]?\d{3,4}[-—－]?\d{3,4}|1[0-2]\d{1,3})(?!\d)",
        ),
        (r"网址|网站(?:是|地址)(?:什么|多少)?", r"www\.|https?:|\.(?:cn|com)"),
        (
            rf"{_HOW_MANY}{_TIME_UNIT}|多久|多长时间",
            rf"{_COUNT}(?:工作日|日|天|月|年|小时|分钟|季度|秒)|当[日天场月年]|即时|次[日月年]|每[日月年周季]|年底",
        ),
        (
            r"百分之几|多大比例|几成|几个(?:百分)?点|(?:比例|百分比|税率|利率|费率|占|率).{0,5}(?:多少|几)"
            r"|[利税费]率(?: |[?？]*$)",
            rf"%|‰|％|[百千万]分之|{_NUMERAL}成(?!员|为|立)|{_NUMERAL}分之|LPR|基点|{_NUMERAL}倍|免[征税收]|零税率",
        ),
        (r"多少人|几个人|人数|几名|多少名|几位", rf"{_COUNT}[人名位]|{_NUMERAL}万"),
        (r"几[家户]|多少[家户]|企业.{0,6}(?:几|多少)(?![元钱块])", rf"{_COUNT}[家户]|{_NUMERAL}个"),
        (r"几岁|多大年纪|多大岁数|年龄.{0,3}(?:多少|几)|几周岁", rf"{_COUNT}岁"),
        (r"(?:几|多少)(?:公里|千米|里路)|里程", rf"{_COUNT}(?:公里|千米)"),
        (r"面积.{0,3}多[少大]|多大面积|平方|几亩|多少亩|多大(?!年|岁|比例|程度|范围)", rf"{_COUNT}(?:平方|亩|公顷|米)"),
        (r"几次|多少次", rf"{_COUNT}次"),
        (r"(?<!哪)几[辆台套间张座处]|多少[辆台套间张座处]", rf"{_COUNT}[辆台套间张座处]|{_NUMERAL}个"),
        (
            r"多少钱|几块|几毛|几元|几万|几千|几百|几个?亿|多少个?[元万亿]|最高额度|贷款额度"
            r"|(?:金额|额度|资本|本钱|工资|收入|薪|价|费|奖金|津贴|红包|租金|押金|赔|补[助贴]|罚款?|奖|贷款?)"
            r".{0,5}(?:多少|几(?!个))|(?:多少|几).{0,4}(?:工资|收入|薪水|奖金|费用|津贴|补[助贴])",
            rf"{_COUNT}[元块万亿]|{_NUMERAL}倍|%|％|百分之|免费|不收费|不另收|减半",
        ),
        (
            r"什么时候|啥时候|何时|哪天|哪年|哪一年|几月|几号(?!文)",
            r"\d{4}\s*年|\d+\s*[月日]|[底前后]|之日|[自从]|[一二三四五六七八九十]+[月日]",
        ),
    )
)


def measure(question: str) -> re.Pattern[str] | None:
    """Return the pattern of what the named measure looks like in an answer; None when the question names none."""
    asking = _asking(question)
    for asked, written in _MEASURES:
        if asked.search(asking):
            return written
    return None
