"""Who is responsible, taken from where a sentence names the doer: 由…审批, 向…申请, …负责, （…牵头）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.direct_figures import SHARED, lead_end, pairs
from qa.named_bodies import bodies_in

_WHO = r"(?:谁|哪一?[级些几]?个?(?:部门|单位|机关|机构|法院|家|局|厅|委|公安|政府)|(?:什么|啥)(?:部门|机构|单位|机关))"
# Which place in a sentence answers: 向谁申请 by 向…, 谁批准 by 由… or 经…, 谁负责 by the subject too.
_TOWARDS = re.compile(rf"(?:[向找跟到去]|报给|上报)(?:{_WHO}|哪(?:儿|里|[^年天个些几种]))")
_DOER = re.compile(rf"{_WHO}|牵头|归哪|归谁|管辖")
# Several who answer; or one who is asked for is not the doer: 聘请谁, 通知谁.
_OTHERWISE = re.compile(rf"{_WHO}.*{_WHO}|分别|各[是由]|以及|(?:聘请|委托|邀请|选|通知|告知|交给|任命){_WHO}")
_BRACKET = re.compile(r"[（(](责任单位[：:]|[^（）()]{2,40}?牵头)[^（）()]*[）)]\s*$")
_LEADS = r"(?:^|(?<=[，,；;、])|(?<=应当)|(?<=可以)|(?<=必须)|(?<=并)|(?<=应)|(?<=的)|(?<=证明)|(?<=情况)|(?<=也))"
_BY = re.compile(_LEADS + r"(?:由|[非未]?经)(?=[^，,；;。]{2,50})")
_TO = re.compile(_LEADS + r"(?:向|报(?!告|名|送|经|酬|刊|纸))(?=[^，,；;。]{2,60})")
_VERB = re.compile(
    r"负责|牵头|承担|担任|审查|审批|审核|批准|同意|受理|办理|认定|组织|制定|实施|决定|裁定|判决|评定|核发|登记|管辖|监督|主管|统一|按照|按|依照"
    r"|依法|根据|责令|给予|予以|提出|申请|投诉|举报|报告|报到|备案|提交|进行|发布|公布|领取|检举|控告|反映|起诉|提起|赔偿|应当|处以?|对|在|会同"
)
_NAMES = re.compile(r"(?:人(?![民员大工])|者|方|单位|企业|公司|学校|医院|主要负责人|分管负责人)$")
_VAGUE = re.compile(
    r"^(?:有关|相关|主管|其他|当地)?(?:部门|单位|机关|机构|方面)$|^(?:其|他|本|该|有关|相关|[非未]?经)|下列|以下|上述|前款|由|或者$|^申请人$|^当事人$"
)
_EXCEPT = re.compile(r"[，,；;]但|除外|另有")  # someone else in other cases
_LONGEST = 60  # characters
_SUBJECT = 40


def body_answer(question: str, text: str) -> str:
    """Return the bodies that answer, as printed in the sentence; "" when none is named, or several places name one."""
    towards = _TOWARDS.search(question) is not None
    if (not towards and not _DOER.search(question)) or _OTHERWISE.search(question):
        return ""
    bracket = _BRACKET.search(text)
    if bracket and not towards:
        return bracket.group().strip().strip("（）()").removeprefix("责任单位：").removeprefix("责任单位:")
    if _EXCEPT.search(text):
        return ""
    asked = pairs(question)
    if len(asked & pairs(text)) < SHARED:
        return ""
    found = list(dict.fromkeys(_led(text, _TO if towards else _BY, asked)))
    if not found and not towards:
        found = list(dict.fromkeys(_subjects(text, asked)))
    return found[0] if len(found) == 1 and len(found[0]) <= _LONGEST else ""


def _led(text: str, preposition: re.Pattern[str], asked: frozenset[str]) -> Iterator[str]:
    """Yield the names behind 由 or 向 up to their verb, where the rest of the clause speaks of what is asked."""
    for match in preposition.finditer(text):
        clause = re.split("[，,；;。：:\n]", text[match.end() :], maxsplit=1)[0]
        for verb in _VERB.finditer(clause):
            name = clause[: verb.start()].strip()
            if _is_name(name):
                if asked & pairs(clause[verb.start() :]) or asked & pairs(text[: match.start()]):
                    yield name
                break


def _subjects(text: str, asked: frozenset[str]) -> Iterator[str]:
    """Yield the name a sentence begins with, where what it does shares two pairs of characters with the question."""
    sentence = text[lead_end(text) :]
    verb = next((one for one in _VERB.finditer(sentence[:_SUBJECT]) if _is_name(sentence[: one.start()].strip())), None)
    if verb and len(asked & pairs(sentence[verb.start() :])) > 1:
        yield sentence[: verb.start()].strip()


def _is_name(name: str) -> bool:
    """Tell whether a run of characters ends with a body or a party, and says which."""
    if not 2 <= len(name) <= _LONGEST or _VAGUE.search(name) or re.search("[，,；;。：:《]", name):
        return False
    bodies = bodies_in(name)
    return bool(bodies and bodies[-1][1] == len(name)) or _NAMES.search(name) is not None
