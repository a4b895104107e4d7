"""Printed text and titles as an agent says them on the phone: no brackets, no quotation marks, short names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.corpus import Document
from qa.links import is_guide

_TITLE = 24  # characters of a title that is said; a longer one is named by its number
_ARTICLE = re.compile(r"第[零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?")
_NUMBER = re.compile(r"[〔\[（(【]\s*((?:19|20)\d\d)\s*[〕\]）)】]\s*(?:第\s*)?(\d+)\s*号")
_INCLUDED = re.compile(r"[（(]含[^（）()]{0,8}[）)]\s*(?=以[上下内])")  # 1000万元（含）以下
_LIMITING = re.compile(r"[（(]((?:不含|不包括|除)[^（）()]{2,20})[）)]")  # 总金额（不含增值税）
_LIMITED = re.compile(_LIMITING.pattern + "(?=的)")
_OTHER_NAME = re.compile(
    r"(?<=[\u4e00-\u9fff])[（(]([\u4e00-\u9fff]{1,4}(?:、[\u4e00-\u9fff]{1,4})?)[）)]"
)  # 乡镇（街道）
_BRACKET = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]")
_QUOTED_LIST = re.compile(r"([”’》」])\s*(?=[“‘《「])")  # “小微贷”“苏科贷”
_QUOTES = re.compile(r"[“”\"'‘’《》「」『』〈〉①-⑳*]")
_BLANK = re.compile(r"(?<![A-Za-z\d])\s+|\s+(?![A-Za-z\d])")
_MARKS = ((re.compile(r"(?<!\d),|,(?!\d)"), "，"), (re.compile(r":(?!\d)"), "："), (re.compile(r";"), "；"))
_SIGNS = (("≥", "不少于"), ("≤", "不超过"), (">", "超过"), ("<", "低于"))
_ISSUES = re.compile(r"^.*?(?:印发|发布|公布|转发)《?(?:关于)?(.{4,}?)》?(?:的(?:通知|公告|决定|函))?$")
_STATE = re.compile(r"^中华人民共和国|^最高人民法院(?:、|\s)*(?:最高人民检察院)?(?=关于)")


def read_aloud(text: str) -> str:
    """Return a printed text as it is said: 〔2022〕71号 is 2022年71号, 乡镇（街道） is 乡镇、街道; long brackets go."""
    said = _NUMBER.sub(r"\1年\2号", " ".join(text.split()))
    said = _OTHER_NAME.sub(r"、\1", _LIMITING.sub(r"，\1，", _LIMITED.sub(r"\1", _INCLUDED.sub("及", said))))
    for _ in range(2):  # brackets inside brackets
        said = _BRACKET.sub("", said)
    said = _BLANK.sub("", _QUOTES.sub("", _QUOTED_LIST.sub(r"\1、", said)))
    for pattern, mark in _MARKS:
        said = pattern.sub(mark, said)
    for sign, words in _SIGNS:
        said = said.replace(sign, words)
    return said.strip("（）()[]，；。：、 ")


def said_name(document: Document) -> str:
    """Return the title without the frame of the notice that issues it: 旅游法, 江苏省冷链物流发展规划."""
    title = document.title.strip("《》")
    found = _ISSUES.match(title)
    return _STATE.sub("", read_aloud(found[1] if found else title))


def said_basis(document: Document, headings: Sequence[str], text: str) -> str:
    """Return the source in few words: 依据旅游法第三十五条。 A long title goes by its number, or issuer and year."""
    if is_guide(document):
        return f"见政策说明，{read_aloud(re.split('[：:]', document.title)[0])}。"
    label = _ARTICLE.match(text.strip()) or next((m for one in reversed(headings) if (m := _ARTICLE.match(one))), None)
    name = said_name(document)
    if len(name) > _TITLE:
        issuer = document.issuers[0] if document.issuers else ""
        year = f"{document.issued.year}年" if document.issued else ""
        name = read_aloud(document.doc_number) or (f"{read_aloud(issuer)}{year}的文件" if issuer else name)
    return f"依据{name}{label.group() if label else ''}。"
