"""Who issued a document, for where, of what kind, and the readable id it is known by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.boundaries import ORGANS
from index.chars import squeeze
from index.docnumber import key_of_number

# fmt: off
_PROVINCES = (
    "北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省",
    "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省",
    "云南省", "陕西省", "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区", "西藏自治区",
    "宁夏回族自治区", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区",
)
# fmt: on
_SHORT_PROVINCE = {
    re.sub(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$", "", name): name for name in _PROVINCES
}
_ORGAN_JOINT = re.compile(r"(?<=[厅局委部府室院行])(?=江苏省|国家|中国|中共|省|人力资源|财政部|教育部|商务部)")
_TITLE_PREFIX = re.compile(rf"^({ORGANS})(?:关于|印发|转发|批转|发布|公告|令)")
_REPORT_PREFIX = re.compile(rf"^({ORGANS})(?=\d{{4}}\s*年)")
_H = r"[\u4e00-\u9fff]"
_PLACE_END = rf"(?=人民|{_H}{{0,12}}[局委办])"
_CITY = re.compile(rf"^(?:{_H}{{2,3}}省)?({_H}{{2,5}}?(?:市|自治州|地区)){_PLACE_END}")
_COUNTY = re.compile(rf"^(?:{_H}{{2,3}}省)?(?:{_H}{{2,5}}?市)?({_H}{{1,5}}?[县区]){_PLACE_END}")
# fmt: off
_KINDS = (
    "实施细则", "实施办法", "实施意见", "指导意见", "实施方案", "行动计划", "行动方案", "工作要点", "推进落实方案",
    "若干措施", "政策措施", "司法解释", "规划", "纲要", "办法", "细则", "规定", "条例", "决定", "决议", "意见",
    "措施", "方案", "计划", "要点", "名录", "目录", "公告", "通告", "通报", "报告", "批复", "公报", "解释", "规则",
    "准则", "令", "函", "通知", "法",
)
# fmt: on
_NAMED_TEXT = r"《[^《》]+(?:《[^《》]+》[^《》]*)?》(?:[（(][^（）()]{4,40}[）)])?"
_BASIS = re.compile(
    rf"(?:根据|依据|按照|贯彻落实|贯彻|落实|依照)(?:[^。《]{{0,30}})((?:{_NAMED_TEXT}[、和与及]?(?:等)?)+)"
)


def issuers_of(signatures: Sequence[str], title: str) -> tuple[str, ...]:
    """Return the issuers in printed order: from the signature, else from the head of the title.

    >>> issuers_of(["江 苏 省 财 政 厅 江苏省住房和城乡建设厅"], "")
    ('江苏省财政厅', '江苏省住房和城乡建设厅')
    """
    names: dict[str, None] = {}
    for line in signatures:
        flat = re.sub(r"[（(][^（）()]*[）)]", "", squeeze(line))
        flat = re.sub(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$", "", flat)
        for name in _ORGAN_JOINT.split(flat) if len(line.split()) > 1 or len(flat) > 14 else [flat]:
            if len(name) >= 2:
                names[name] = None
    if names:
        return tuple(names)
    return title_issuers(title)


def title_issuers(title: str) -> tuple[str, ...]:
    """Return the issuers a title begins with: "财政部 税务总局关于…" -> both."""
    found = _TITLE_PREFIX.match(title) or _REPORT_PREFIX.match(title)
    if not found:
        return ()
    head = re.sub(r"等\s*\S{0,4}\s*个?(?:部门|部委|单位)\s*$", "", found[1].strip())
    return tuple(name for name in re.split(r"[\s、]+", head) if name)


def region_and_level(issuers: Sequence[str], title: str) -> tuple[str, str]:
    """Return ("江苏省", "省"), ("南京市", "市"), ("全国", "国家") or ("", "") from the first issuer."""
    names = [*issuers, *title_issuers(title)]
    for name in names:
        county = _COUNTY.match(name)
        if county and not county[1].endswith(("地区", "校区")) and "自治区" not in name:
            return county[1], "县"
        city = _CITY.match(name)
        if city and city[1] not in _PROVINCES:
            return city[1], "市"
        for short, full in _SHORT_PROVINCE.items():
            if name.startswith((short, "中共" + short)) or (
                name.startswith(("国家税务总局", "中国")) and short in name
            ):
                return full, "省"
    if any(
        re.match(r"^(国务院|中共中央|中央|国家|中国|中华|全国|最高人民)", name) or name.endswith(("部", "总局", "署"))
        for name in names
    ):
        return "全国", "国家"
    if any(
        re.search(r"(部|总局|委员会|署|委|会)(办公厅|办公室)?$", name) and not re.match(r"省|市(?!场)", name)
        for name in names
    ):
        return "全国", "国家"
    return ("", "省") if any(name.startswith("省") for name in names) else ("", "")


def kind_of(titles: Sequence[str]) -> str:
    """Return the kind named at the end of the innermost title: an issued plan is a 规划, not a 通知."""
    for title in titles:
        flat = re.sub(r"[（(][^（）()]*[）)]$", "", squeeze(title))
        for kind in _KINDS:
            if flat.endswith((kind, kind + "》")):
                return kind
    return "公告" if any("公告" in title for title in titles) else ""


def bases_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return what a document says it rests on: the titles after 根据, 按照, 贯彻落实 in its opening."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _BASIS.finditer(squeeze(text)):
            for name in re.findall(_NAMED_TEXT, match[1]):
                found[name] = None
    return tuple(found)


def document_id(doc_number: str, title: str, issued: date | None, *, dated: bool) -> str:
    """Return a readable id: 苏政发-2022-71, or the words of the title, with its date where ``dated``."""
    if doc_number:
        return key_of_number(doc_number)
    verb = re.search(r"(关于|印发|转发)", title)
    words = title[verb.start() :] if verb and title_issuers(title) else title
    key = re.sub(r"[^\w]", "", squeeze(words))[:48] or "文件"
    return f"{key}-{issued.isoformat()}" if dated and issued else key
