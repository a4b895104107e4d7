"""The Document record of an official document, a statute file and a policy card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from index.chars import squeeze
from index.corpus import Document
from index.docnumber import number_of_line
from index.identity import bases_of, document_id, issuers_of, kind_of, region_and_level
from index.metadata import dates_in, end_date, find_repeals, find_validity, plan_end
from index.parts import DocumentParts, annexes_missing

_SUBJECT = re.compile(r"现就(.{4,60}?)(?:有关)?(?:事项|问题|工作)?公告如下")
_ENACTED_LINE = re.compile(r"(公布|发布|通过|修订|修正|批准)")


def describe(title: str, doc_number: str, parts: DocumentParts, file: str) -> Document:
    """Return the record of an official document from its title, number and parts."""
    signatures = [p.text for p in parts.of_role("signature")]
    dates = [p.text for p in parts.of_role("date")]
    signatures += [text for text in dates if not re.match(r"^[\d二]", squeeze(text))]
    adopted = [p.text for p in parts.of_role("adopted")]
    issued = next((day for text in [*dates, *adopted] for day in dates_in(text)[-1:]), None)
    if not dates and adopted:
        issued = next(iter(dates_in(adopted[0])), None)
    issuers = issuers_of(signatures, title)
    inner = [part.title for part in parts.parts if part.title and part.paragraphs]
    region, level = region_and_level(issuers, title)
    clauses = _clauses(parts)
    validity = find_validity(clauses, issued)
    opening = [p.text for p in parts.of_role("notice")] + [
        p.text for part in parts.parts[:1] for p in part.paragraphs[:2]
    ]
    aliases = list(dict.fromkeys([*inner, *_subject(title, opening)]))
    title = title or (inner[0] if inner else file.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return Document(
        doc_id=document_id(doc_number, title, issued, dated=False),
        title=title,
        doc_number=doc_number,
        issuers=issuers,
        issued=issued,
        effective=validity.effective,
        expires=validity.expires,
        plan_until=plan_end([*inner, title]),
        region=region,
        level=level,
        kind=kind_of([*inner[:1], title]),
        aliases=tuple(alias for alias in aliases if alias != title),
        repeals=find_repeals(clauses),
        based_on=bases_of(opening),
        annexes_missing=annexes_missing(parts),
    )


def _clauses(parts: DocumentParts) -> list[str]:
    """Return the texts in which a document speaks of its own validity: the ends of its parts, and 政策执行至…."""
    clauses = [p.text for p in parts.of_role("validity")]
    for part in parts.parts:
        texts = [p.text for p in part.paragraphs if p.role == "text"]
        clauses += texts[-4:]
        clauses += [text for text in texts[:-4] if "政策执行至" in squeeze(text) or "政策执行到" in squeeze(text)]
    return clauses


def _subject(title: str, opening: list[str]) -> list[str]:
    """Return the subject of a 公告 whose title names only issuer and number."""
    if "关于" in title or "公告" not in title:
        return []
    found = next((match for text in opening if (match := _SUBJECT.search(squeeze(text)))), None)
    return [f"关于{found[1]}的公告"] if found else []


_FILE_DATE = re.compile(r"[（(]((?:19|20)\d\d)-(\d\d)-(\d\d)[）)]$")


def describe_statute(title: str, parts: DocumentParts, file: str) -> Document:
    """Return the record of a statute file: dates from its head and its name, several versions kept apart by date."""
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    found = _FILE_DATE.search(stem)
    named = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    head = [p.text for p in parts.of_role("adopted")]
    enacted = [day for text in head if _ENACTED_LINE.search(text) for day in dates_in(text)]
    issued = named or max(enacted, default=None)
    title = squeeze(title) if not title.isascii() else title
    title = title or _FILE_DATE.sub("", stem)
    clauses = [p.text for part in parts.parts for p in part.paragraphs[-3:]]
    effective = next(
        (day for text in head if "施行" in text and not _ENACTED_LINE.search(text) for day in dates_in(text)), None
    )
    effective = effective or find_validity(clauses, issued).effective
    if effective and issued and effective < issued:
        effective = None  # the first version's date; this version binds from its own
    numbers = [
        squeeze(match[0])
        for text in head
        for match in re.finditer(r"国务院(?:、中央军事委员会)?令\s*第\s*\d+\s*号", text)
    ]
    short = _FILE_DATE.sub("", stem)
    return Document(
        doc_id=document_id("", title, issued, dated=True),
        title=title,
        doc_number=numbers[-1] if numbers else "",
        issuers=_statute_issuers(title, head),
        issued=issued,
        effective=effective,
        expires=find_validity(clauses, issued).expires,
        region="全国",
        level="国家",
        kind=_statute_kind(title),
        aliases=(short,) if short != title else (),
        repeals=find_repeals(clauses),
    )


def _statute_issuers(title: str, head: list[str]) -> tuple[str, ...]:
    text = title + "".join(head)
    if title.startswith("最高人民"):
        return tuple(name for name in ("最高人民法院", "最高人民检察院") if name in title[:24])
    for name in ("全国人民代表大会常务委员会", "全国人民代表大会", "国务院", "最高人民法院", "最高人民检察院"):
        if name in text:
            return (name,)
    return ()


def _statute_kind(title: str) -> str:
    if title.startswith(("最高人民", "人民法院", "人民检察院")):
        return "司法解释"
    if title.endswith(("法", "法典", "编")) or "修正案" in title or title.endswith("宪法"):
        return "法律"
    return kind_of([title])


def describe_card(head: Mapping[str, str]) -> Document:
    """Return the record of a policy card: its head says everything."""
    issued = _day(head.get("issued", ""))
    basis = [head[key] for key in ("basis_number", "basis") if head.get(key)]
    return Document(
        doc_id=document_id("", head["title"], None, dated=False),
        title=head["title"],
        doc_number=number_of_line(head.get("doc_number", "")) or head.get("doc_number", ""),
        issuers=_list(head.get("issuer", "")),
        issued=issued,
        effective=_day(head.get("effective", "")),
        expires=_day(head.get("valid_until", "")),
        region=head.get("region", ""),
        level=head.get("level", ""),
        kind=head.get("kind", "说明"),
        audience=_list(head.get("audience", "")),
        based_on=tuple(item for text in basis for item in _list(text, "；;")),
    )


def _list(text: str, marks: str = "；;、,，") -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(f"[{marks}]", text) if part.strip())


def _day(text: str) -> date | None:
    found = re.match(r"^(\d{4})-(\d{1,2})-(\d{1,2})$", text.strip())
    if found:
        text = f"{found[1]}年{int(found[2])}月{int(found[3])}日"
    return end_date(text)
