"""What a question asks about a document itself: its number, date, issuer, validity, or which document it is.

Rules on words only; which document is meant is for ``qa/document_answer.py``.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.text import fold


class Fact(StrEnum):
    """One thing a document says about itself."""

    NUMBER = "number"
    WHICH = "which"  # which document it is: title and number
    ISSUED = "issued"
    ISSUER = "issuer"
    EFFECTIVE = "effective"
    EXPIRES = "expires"
    REPEALS = "repeals"  # which document it ends


class Relation(StrEnum):
    """How the document asked for stands to the one that is named."""

    NONE = ""
    REPLACES = "replaces"  # 哪个文件代替了…
    FORWARDS = "forwards"  # 转发…的文件
    CARRIES_OUT = "carries_out"  # 贯彻落实…的文件


_WHEN = r"(?:什么时候|啥时候|什么时间|何时|哪天|哪一天|几号|几月|哪年|哪一年|哪个月|多会儿|什么日子)"
_GAP = r"[^,。?;!]{0,16}?"
_START = r"(?:施行|实施|生效|实行|起效|起用|启用|开始执行|开始用|开始算数|起执行|正式执行)"
_END = r"(?:失效|到期|作废|截止|终止|过期|为止|有效期|用到|管到|执行到|有效到|期满)"
_ISSUE = r"(?:印发|发布|颁布|公布|出台|下发|发文|成文|制定出来|发出来|发的|出的|通过|签发|批准|修订|修正|修改)"
_KIND = r"(?:文件|政策文件|红头文件|通知|意见|办法|细则|规划|公告|规定|条例|法律|法(?![院官律])|决定|方案|司法解释)"
_ASKS: tuple[tuple[Fact, re.Pattern[str]], ...] = tuple(
    (fact, re.compile(pattern))
    for fact, pattern in (
        (
            Fact.NUMBER,
            r"(?<!批准)(?<!准许)文号|发文字号|文件号|文件编号|几号文|多少号文?(?:件|$|\?)|第?几号令|(?:令|公告)第?几号|编号是",
        ),
        (
            Fact.WHICH,
            rf"(?:哪个|哪份|哪部|哪一[个份部]|哪几[个份部])(?:国家|省里?的?|新)?{_KIND}|(?:什么|啥)(?:政策|红头)?文件规定|(?:是|叫)(?:什么|啥){_KIND}",
        ),
        (Fact.ISSUED, rf"{_WHEN}{_GAP}{_ISSUE}|{_ISSUE}(?:的)?(?:日期|时间|{_WHEN})|{_ISSUE}(?:于|是)?{_WHEN}"),
        (
            Fact.ISSUER,
            r"(?:谁|哪些?个?(?:部门|单位|机关|机构))(?:联合)?(?:印发|发布|颁布|出台|下发|发文|发的|制定|出的|签发|联合发)"
            r"|发文(?:机关|单位|部门)|(?:印发|发布|制定)(?:机关|单位|部门)",
        ),
        (
            Fact.EFFECTIVE,
            rf"{_WHEN}(?:起|开始|就|才|能|算|正式|要|会)*{_START}|{_START}(?:的)?(?:日期|时间|是?{_WHEN})|(?:从|自){_WHEN}{_GAP}(?:算数|管用|执行)",
        ),
        (
            Fact.EXPIRES,
            rf"{_WHEN}(?:就|才|会|要|算)*{_END}|有效期(?:限)?(?:截?[至到]|是|有|为)?(?:{_WHEN}|多久|多长|几年)?"
            rf"|(?:有效|执行|管|用)到{_WHEN}|(?:还|是否|是不是)有效|有没有(?:失效|过期|作废|废止)|(?:失效|过期|作废|废止)了(?:吗|没|么|不)",
        ),
        (
            Fact.REPEALS,
            r"废止了?(?:哪|什么|啥)|(?:代替|取代|替代|废掉|废除)了?(?:哪|什么|啥)|(?:哪|什么|啥).{0,8}(?:被|同时)(?:它)?废止"
            r"|(?:以前|原来|原先|之前|过去|旧)的?[^,。?;!]{0,14}(?:还(?:管|用|算|有效|执行)|管不管|作废|废止|有没有效)",
        ),
    )
)
# A licence has a term too: 护士执业注册有效期几年 asks nothing about a document.
_OTHER_TERM = re.compile(
    r"(?:证|许可|注册|登记|三包|包修|保修|合同|文号|身份|批件|名单|凭据|优惠|折扣)[^,。?]{0,8}(?:有效期|到期|截止)"
)
_TO_COME = re.compile(r"下一?次|下一?版|将来|打算|会不会")
# In a search box nobody asks, one names: 专项资金管理办法 生效 到期
_KEYWORDS: tuple[tuple[Fact, re.Pattern[str]], ...] = (
    (Fact.EFFECTIVE, re.compile(r"^(?:生效|施行|实施|执行)(?:日期|时间)?$")),
    (Fact.EXPIRES, re.compile(r"^(?:到期|失效|有效期|截止|有效期限?)(?:日期|时间)?$")),
    (Fact.ISSUED, re.compile(r"^(?:印发|发布|公布|发文|成文)(?:日期|时间)?$")),
    (Fact.ISSUER, re.compile(r"^(?:印发|发布|发文)(?:单位|部门|机关)$")),
    (Fact.NUMBER, re.compile(r"^(?:文号|文件号|发文字号)$")),
    (Fact.REPEALS, re.compile(r"^废止$")),
)
_REPLACES = re.compile(r"代替|取代|替代|废止|废掉|废除|顶替|替换|被.{0,12}(?:新|哪)|还有效|作废|失效了|过期了")
_FORWARDS = re.compile(r"转发")
_CARRIES_OUT = re.compile(r"贯彻|落实|配套|实施意见|依据|根据|细化|承接|对应")


def facts_asked(question: str) -> frozenset[Fact]:
    """Return what a question asks about a document itself; empty for a question about its matter.

    >>> sorted(facts_asked("冷链规划的文号是多少，哪天印发的？"))
    [<Fact.ISSUED: 'issued'>, <Fact.NUMBER: 'number'>]
    """
    folded = fold(question)
    found = {fact for fact, pattern in _ASKS if pattern.search(folded)}
    words = question.split()
    if len(words) > 1:
        found |= {fact for fact, pattern in _KEYWORDS for word in words if pattern.search(word)}
    if Fact.EXPIRES in found and _OTHER_TERM.search(folded):
        found.discard(Fact.EXPIRES)
    if Fact.ISSUED in found and _TO_COME.search(folded):
        found.discard(Fact.ISSUED)
    return frozenset(found)


def relation_asked(question: str) -> Relation:
    """Return how the document asked for stands to the one the question names."""
    folded = fold(question)
    for relation, pattern in (
        (Relation.REPLACES, _REPLACES),
        (Relation.FORWARDS, _FORWARDS),
        (Relation.CARRIES_OUT, _CARRIES_OUT),
    ):
        if pattern.search(folded):
            return relation
    return Relation.NONE
