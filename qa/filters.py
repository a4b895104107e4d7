"""Region, level, issuer, year, kind, audience, in force on a day: given as hard filters, or read from a question.

What is read from a question is a hint for the ranking and never excludes: 2025年 may be a target year, not the year of
issue, and 国家 may be part of a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.corpus import Document, Validity
from index.text import fold
from qa.names import KINDS
from qa.routing import PLACES_FILE


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document has to be; empty parts do not filter."""

    region: str = ""  # as documents carry it: 全国, 江苏省, 南京市
    level: str = ""  # 国家 | 省 | 市 | 县
    issuer: str = ""  # full name or the usual short one: 人社厅
    year: int = 0  # of issue; 0 for any
    kind: str = ""  # 意见 | 通知 | 办法 | 规划 | 公告 | 政策说明 ...
    audience: str = ""  # 企业, 居民 ...
    in_force_on: date | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a document fits what a question hints at: 1.0 agrees, -1.0 is another, 0.0 says nothing."""

    region: float
    level: float
    issuer: float
    year: float  # never negative: the year may be that of the matter
    kind: float  # never negative: 办法 may mean a way of doing

    @property
    def origin(self) -> float:
        """Where and when it comes from: the sum of the parts but the kind, which says little in most questions."""
        return self.region + self.level + self.issuer + self.year

    @property
    def total(self) -> float:
        """Sum of the parts."""
        return self.origin + self.kind


@dataclass(frozen=True, slots=True)
class Facets:
    """Values to filter by and how many documents have each, most frequent first."""

    regions: tuple[tuple[str, int], ...]
    levels: tuple[tuple[str, int], ...]
    issuers: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    kinds: tuple[tuple[str, int], ...]
    audiences: tuple[tuple[str, int], ...]


# As said or printed -> what the issuer's full name must match. 厅 is a province's, 部 and 总局 are the nation's.
_ISSUERS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(said), re.compile(full))
    for said, full in (
        (r"人社部|人力资源(?:和)?社会保障部", r"人力资源(?:和)?社会保障部"),
        (r"人社厅|人力资源(?:和)?社会保障厅", r"人力资源(?:和)?社会保障厅"),
        (r"国家发改委|国家发展(?:和)?改革委", r"^国家发展(?:和)?改革委"),
        (r"省发改委|省发展(?:和)?改革委", r"省发展(?:和)?改革委"),
        (r"工信部|工业和信息化部", r"^工业和信息化部"),
        (r"工信厅|工业和信息化厅", r"工业和信息化厅"),
        (r"国税总局|税务总局(?!\w{2,3}省)", r"税务总局$|税务总局办公厅$"),
        (r"(?:省|江苏)(?:国家)?税务局|总局\w{2,3}省税务局", r"省税务局"),
        (r"市监总局|市场监管总局|市场监督管理总局", r"市场监(?:管|督管理)总局"),
        (r"省市(?:监局|场监管局)|市场监督管理局", r"省市场监督管理局"),
        (r"银保监会", r"银保监会(?!\w)|银保监会办公厅|^银行保险监督管理委员会"),
        (r"银保监局|银保监会\w{2}监管局", r"银保监(?:局|会\w{2,3}监管局)"),
        (r"央行|人民银行|人行", r"人民银行"),
        (r"住建部|住房(?:和)?城乡建设部", r"住房(?:和)?城乡建设部"),
        (r"住建厅|住房(?:和)?城乡建设厅", r"住房(?:和)?城乡建设厅"),
        (r"文旅部|文化和旅游部", r"文化和旅游部"),
        (r"文旅厅|文化和旅游厅", r"文化和旅游厅"),
        (r"国家医保局|国家医疗保障局", r"^国家医(?:保|疗保障)局"),
        (r"省医保局|省医疗保障局", r"省医(?:保|疗保障)局"),
        (r"卫健委|卫生健康委", r"卫生健康委"),
        (r"国务院办公厅|国办", r"^国务院办公厅"),
        (r"国务院(?!办公厅|关税|国资委)", r"^国务院$"),
        (r"(?:省|江苏省人民)政府办公厅|省政府办|苏政办", r"省人民政府办公厅"),
        (r"(?:省|江苏省人民)政府(?!办|补贴|采购)", r"省人民政府$"),
        (r"人大常委会", r"人民代表大会常务委员会"),
        (r"最高法|最高人民法院", r"最高人民法院"),
        (r"最高检|最高人民检察院", r"最高人民检察院"),
        *(
            (name + "部", "^" + name + "部")
            for name in ("财政", "商务", "民政", "教育", "公安", "交通运输", "农业农村", "生态环境")
        ),
        *(
            (name + "厅", name + "厅")
            for name in ("财政", "商务", "民政", "教育", "公安", "交通运输", "农业农村", "生态环境", "科技")
        ),
        (r"科技部|科学技术部", r"^科(?:技|学技术)部"),
        (r"知识产权局", r"知识产权局"),
        (r"林草局|林业和草原局", r"林(?:草|业和草原)局"),
    )
)
_LEVELS = (
    (
        "国家",
        re.compile(
            r"国务院|中央文件|国家(?:层面|级)?(?=的?(?:规定|政策|文件|补贴|要求|标准是)|有没有|怎么|统一|出台|发布|印发|和省)|按国家|全国(?:统一|性|范围)|部委"
        ),
    ),
    ("省", re.compile(r"省里|省级|全省|我省|我们省|咱们?省|本省|省政府|省厅|省内|省属")),
    ("市", re.compile(r"市里|市级|全市|我市|我们市|本市|市政府")),
    ("县", re.compile(r"县里|县级(?!以上|市)|全县|我县|区里|县政府|区政府")),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_KIND = re.compile(KINDS)
_SUFFIX = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$")


def recognise(question: str) -> Filters:
    """Return what a question hints at; parts it does not speak of are empty."""
    folded = fold(question)
    level = next((level for level, pattern in _LEVELS if pattern.search(folded)), "")
    issuer = next((found[0] for said, _ in _ISSUERS if (found := said.search(folded))), "")
    years = _YEAR.findall(folded)
    kinds = _KIND.findall(folded)
    return Filters(
        region=_region(folded, level),
        level=level,
        issuer=issuer,
        year=int(years[0]) if len(set(years)) == 1 else 0,
        kind=kinds[-1] if kinds else "",
    )


def matches(document: Document, filters: Filters) -> bool:
    """Return whether a document passes every given filter.

    A document that names no audience is for everybody; one that does not say since when it binds is taken to bind.
    """
    if filters.region and _short(document.region) != _short(filters.region):
        return False
    if filters.level and document.level != filters.level:
        return False
    if filters.issuer and not _issued_by(document, filters.issuer):
        return False
    if filters.year and (document.issued is None or document.issued.year != filters.year):
        return False
    if filters.kind and filters.kind not in (document.kind, document.kind[-len(filters.kind) :]):
        return False
    if filters.audience and document.audience and filters.audience not in document.audience:
        return False
    day = filters.in_force_on
    return day is None or document.validity(day) in (Validity.IN_FORCE, Validity.UNKNOWN)


def soft_match(document: Document, recognised: Filters) -> Agreement:
    """Return how far a document agrees with what a question hints at."""
    issued_by = _issued_by(document, recognised.issuer)
    return Agreement(
        region=_region_agreement(document.region, recognised.region),
        level=_sign(document.level == recognised.level) if recognised.level and document.level else 0.0,
        issuer=_sign(issued_by) if recognised.issuer and document.issuers else 0.0,
        year=float(document.issued is not None and document.issued.year == recognised.year),
        kind=float(
            bool(recognised.kind) and (document.kind.endswith(recognised.kind) or recognised.kind in document.title)
        ),
    )


def facets(documents: Iterable[Document]) -> Facets:
    """Return the values documents have, for offering them as filters."""
    listed = list(documents)
    return Facets(
        regions=_counted(document.region for document in listed),
        levels=_counted(document.level for document in listed),
        issuers=_counted(issuer for document in listed for issuer in document.issuers),
        years=tuple(Counter(d.issued.year for d in listed if d.issued).most_common()),
        kinds=_counted(document.kind for document in listed),
        audiences=_counted(one for document in listed for one in document.audience),
    )


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(value for value in values if value).most_common())


def _sign(agrees: bool) -> float:
    return 1.0 if agrees else -1.0


def _issued_by(document: Document, issuer: str) -> bool:
    """Return whether one of the issuers is the one named, in full or in the usual short form."""
    if any(issuer in name for name in document.issuers):
        return True
    patterns = [full for said, full in _ISSUERS if said.search(issuer)]
    return any(pattern.search(name) for pattern in patterns for name in document.issuers)


def _region_agreement(region: str, asked: str) -> float:
    """A rule of the whole nation neither agrees with nor contradicts a named province."""
    if not asked or not region or (region == "全国" and asked != "全国"):
        return 0.0
    held, wanted = _short(region), _short(asked)
    provinces = _places()
    same = held == wanted or _short(provinces.get(wanted, "")) == held  # a city lives under its province's rules
    return _sign(same)


def _region(folded: str, level: str) -> str:
    provinces = _places()
    named = [place for place in provinces if place in folded]
    if not named:
        return "全国" if level == "国家" else ""
    place = max(named, key=len)
    province = provinces[place]
    return province if _short(province) == place else place + "市"


@lru_cache(maxsize=1)
def _places() -> Mapping[str, str]:
    """Return the province of each province's short name and each city of the editable list."""
    rows = [
        line.split("\t") for line in PLACES_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    return {place: province for place, province, after in rows if not after}


def _short(region: str) -> str:
    return _SUFFIX.sub("", region)
