"""What kind of thing a question asks for, and whether a text holds such a thing.

Rules on words, general to official Chinese.
"""

from __future__ import annotations

import re
from enum import StrEnum


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


# The first rule that fits decides: the narrow ones stand first.
_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.DOCNUM,
        re.compile(r"文号|几号文|多少号文|哪[份个]文件|什么文件|哪[部条]法|第几条|哪一条|文件号|发文字号"),
    ),
    (
        AnswerType.COMPARE,
        re.compile(
            r"区别|不同|分别|相比|差别|差多少|哪个[更多高大快长]|一样[吗么]|是不是一回事|同一|各要?[是多几]|各为"
        ),
    ),
    (
        AnswerType.DATE,
        re.compile(
            r"什么时候|啥时候|何时|几月|几号(?!文)|哪天|哪年|哪一年|几年前|到期|截止|截至|期限|多久|多长时间|几天|几个?工作日|多少天|多少日|几日|几个月|多少个?月"
            r"|几小时|多少小时|几个?钟头|几分钟|几年|多少年|时限|时间|有效期|到哪年|哪个月|起算|日期"
        ),
    ),
    (
        AnswerType.AMOUNT,
        re.compile(
            r"多少|(?<!哪)几[个家户人名位条项类次元块万亿倍成折台辆间处座所张份岁套批级斤吨亩公]|百分之几|几成|比例|金额|额度|标准|上限|下限|最高|最低|税率|利率|费率|多高|多大|多远|指标|占比|数量|个数|几{1}[%％]"
        ),
    ),
    (
        AnswerType.WHO,
        re.compile(
            r"谁|哪个?部门|哪些?部门|哪些?单位|哪个单位|哪家|哪个局|哪个厅|哪些?机构|归哪|找哪|由哪|牵头|责任单位|主管|负责|哪里管|哪个机关|什么部门|啥部门|什么机构|哪儿管|归口|向哪|去哪|到哪|在哪"
        ),
    ),
    (
        AnswerType.DEFINITION,
        re.compile(r"什么是|是什么意思|什么意思|指什么|指的是|含义|定义|啥叫|什么叫|是指|怎么理解|是啥|叫什么"),
    ),
    (AnswerType.MATERIALS, re.compile(r"材料|证件|要带|带什么|带啥|提交什么|交什么|准备什么|哪些资料|资料")),
    (
        AnswerType.PROCEDURE,
        re.compile(
            r"怎么办理?|如何办|流程|步骤|程序|怎么申请|如何申请|怎么申报|怎样|咋办|咋弄|怎么弄|怎么领|怎么报|如何|手续|怎么处理|怎么"
        ),
    ),
    (
        AnswerType.CONDITION,
        re.compile(r"条件|资格|要求|符合|满足|什么情况|什么情形|哪些人|哪种人|哪类|什么人|谁能|哪些情况|哪些情形|门槛"),
    ),
    (AnswerType.CONSEQUENCE, re.compile(r"后果|处罚|罚款|罚|责任|会怎样|怎么罚|受什么|处分")),
    (AnswerType.LIST, re.compile(r"哪些|哪几|有什么|包括|有啥|几种|几类|几方面|哪类")),
    (
        AnswerType.YESNO,
        re.compile(
            r"吗|能不能|可不可以|是不是|可否|能否|是否|行不行|要不要|有没有|算不算|合不合|合法|可以不|成不|不[?？]?$"
        ),
    ),
)
_UNITS = (
    r"(?:元|万|亿|%|倍|家|户|人|名|个|项|次|件|套|辆|台|张|条|类|平方米|公里|公顷|亩|吨|级|分|成|岁|周岁|折|座|处|所|间"
    r"|份|档|位|年|月|日|天|小时|分钟)"
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
    for kind, pattern in _ASKS:
        if pattern.search(question):
            return kind
    return AnswerType.OTHER


def holds(kind: AnswerType, text: str) -> bool:
    """Return whether ``text`` holds something of the kind asked for; True when any text may answer."""
    pattern = _HOLDS.get(kind)
    return pattern is None or pattern.search(text) is not None


# The measure a question names, and how an answer would write it: 几天 -> 5个工作日, 多少钱 -> 3000元.
_MEASURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked), re.compile(written))
    for asked, written in (
        (
            r"百分之几|几成|比例|百分比|[占达].{0,6}多少|几个点|税率|利率|费率|率.{0,4}(?:多少|几)",
            r"%|‰|百分之|成(?!立)|分之|LPR|基点",
        ),
        (
            r"多少钱|几块|几万|几千|金额|额度|(?:工资|收入|薪|价|费|奖金|津贴|红包|租金|押金|赔).{0,5}(?:多少|几)|(?:多少|几).{0,2}(?:工资|收入|薪水|奖金|费用|津贴)|补[助贴].{0,4}多少|罚.{0,4}多少|奖.{0,4}多少|资本|本钱|多少元|万元|亿元|几百|贷.{0,3}多少",
            r"[元万亿]",
        ),
        (
            r"几天|多少天|几日|多少日|工作日|多久|多长时间|期限|时限|几个?月|几年|多少年|几小时|钟头|几分钟",
            r"[\d一二两三四五六七八九十]\s*个?(?:工作日|日|天|月|年|小时|分钟|周)|当[日天场月年]|即时|次[日月年]",
        ),
        (
            r"什么时候|啥时候|何时|哪天|哪年|哪一年|几月|几号|到期|截止|截至|什么日子|时间",
            r"\d{4}\s*年|\d+\s*月|[底前后]|之日|[自从]",
        ),
        (r"几家|多少家|几户|多少户|企业.{0,6}(?:几|多少)", r"[家户个]"),
        (r"几[个项条类种]|多少[个项条类种]", r"[个项条类种]"),
        (r"多少人|几个人|几人|人数|几名|多少名|几位", r"[人名位]"),
        (r"几岁|多大年纪|多大岁数|年龄|几周岁", r"岁"),
        (r"多大|面积|平方|几亩|多少亩", r"平方|亩|公顷|米"),
        (r"几次|多少次", r"次"),
        (r"几辆|几台|几套|几间|几张|几座|几处", r"[辆台套间张座处个]"),
    )
)


def measure(question: str) -> re.Pattern[str] | None:
    """Return the pattern of what the named measure looks like in an answer; None when the question names none."""
    for asked, written in _MEASURES:
        if asked.search(question):
            return written
    return None


# A clause that asks: 能拿多少工资, 由谁上门; the words beside the asking word are what the answer must be about.
_CUE = re.compile(
    r"多少|几|什么|啥|哪|谁|怎么|咋|如何|多久|多长|多大|多高|吗|是否|能否|能不能|可不可以|要不要|是不是|有没有|会不会|行不行"
)


def asking_clauses(folded: str) -> list[str]:
    """Return the clauses of a folded question that ask; the whole question when none does, as in a search box."""
    clauses = [clause for clause in re.split(r"[,，;；。?？!！]", folded) if _CUE.search(clause)]
    return clauses or [folded]
