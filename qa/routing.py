"""What kind of request a question is, before any search: rules people can edit, and a learned judge for the rest.

Rules win; the judge leans towards questions, for one sent away costs more than a grievance answered with documents.
Which document answers is no matter of this module, nor whether a named place is served; ``other_place`` only names it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.records import Status
from qa.request_kind import KindModel

RULES_FILE = Path(__file__).with_name("routing_rules.toml")
PLACES_FILE = Path(__file__).with_name("places.tsv")
_RULE_KEYS = frozenset({"name", "status", "priority", "any", "also", "unless", "judged", "text", "choices", "texts"})


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes instead of the search, and what the person reads."""

    status: Status
    text: str
    choices: tuple[str, ...] = ()  # for CLARIFICATION: questions to pick from
    rule: str = ""  # the rule that decided, for the trace


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """A request is meant when ``any`` matches, ``also`` matches (if given) and ``unless`` does not.

    When the judge decides on ``status``, the text is that of the first rule whose ``judged`` matches.
    """

    name: str
    status: Status
    priority: int  # lower comes first
    any: re.Pattern[str] | None
    also: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    judged: re.Pattern[str] | None
    text: str
    choices: tuple[str, ...]
    texts: tuple[tuple[re.Pattern[str], str], ...]  # a more special text when its pattern matches, first wins


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """All rules, by priority and then in the order of the file, and the judge of what none of them means."""

    rules: tuple[RoutingRule, ...]
    judge: KindModel


def load_rules(path: Path = RULES_FILE) -> RoutingRules:
    """Read the rules and the judge.

    :raises ValueError: with file, rule and remedy, if a rule lacks a part, names an unknown status or shared list, or
        holds a pattern that is not a regular expression, or if the judge's files cannot be used.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: not TOML: {error}") from error
    shared = data.get("shared", {})
    rules = [_read_rule(entry, shared, path) for entry in data.get("rules", [])]
    if not rules:
        raise ValueError(f"{path}: no [[rules]] found; restore the file that ships with the project")
    return RoutingRules(tuple(sorted(rules, key=lambda rule: rule.priority)), KindModel.load())


def route(question: str, rules: RoutingRules, *, completed: str = "") -> Route | None:
    """Return where a request goes that is no question for the documents, or None: to be answered from them.

    :param completed: the question with what earlier turns said, for the rules too, and alone for the judge: 多少钱 is
        no question without a topic when the turn before it named one.
    """
    texts = [_compact(text) for text in dict.fromkeys((question, completed or question))]
    for compact in texts:
        for rule in rules.rules:
            if rule.any and _is_meant(rule, rule.any, compact):
                return None if rule.status is Status.ANSWERED else _route(rule, compact, rule.name)
    kind = rules.judge.kind(completed or question)
    for rule in rules.rules:
        if rule.status == kind and rule.judged and rule.judged.search(texts[-1]):
            return _route(rule, texts[-1], f"{rule.name} (judged)")
    return None


def _is_meant(rule: RoutingRule, meant: re.Pattern[str], compact: str) -> bool:
    if not meant.search(compact) or (rule.also and not rule.also.search(compact)):
        return False
    return not (rule.unless and rule.unless.search(compact))


def _route(rule: RoutingRule, compact: str, name: str) -> Route:
    text = next((text for pattern, text in rule.texts if pattern.search(compact)), rule.text)
    return Route(rule.status, text, rule.choices, name)


def other_place(question: str, regions: Sequence[str]) -> str:
    """Return the province or city named in ``question`` that is none of ``regions``, or "".

    ``regions`` are the names the documents carry: 江苏省, 南京市, 全国. A city belongs to its province. A question that
    also names one of ``regions``, or is about moving between places (从上海转到江苏), is not about another place.
    """
    compact = _compact(question)
    pattern, provinces = _places()
    named = [match.group() for match in pattern.finditer(compact)]
    if not named or _BETWEEN_PLACES.search(compact):
        return ""
    served = {_short(region) for region in regions}
    own_provinces = {provinces.get(name, "") for name in served}
    for name in named:
        province = provinces[name]
        if name in served or _short(province) in served or (name == _short(province) and province in own_provinces):
            return ""
    return named[0]


def _compact(text: str) -> str:
    """Return lower-case text without white space, so that 忽 略 以 上 and IGNORE ALL are one spelling."""
    return "".join(text.lower().split())


def _read_rule(entry: Mapping[str, Any], shared: Mapping[str, Sequence[str]], path: Path) -> RoutingRule:
    name = entry.get("name", "?")
    missing = {"name", "status", "priority", "text"} - entry.keys()
    unknown = entry.keys() - _RULE_KEYS
    if missing or unknown:
        raise ValueError(
            f"{path}: rule {name!r}: missing {sorted(missing)}, unknown {sorted(unknown)}; see the file's head"
        )
    if entry["status"] not in set(Status):
        raise ValueError(
            f"{path}: rule {name!r}: status {entry['status']!r}; use one of {[str(one) for one in Status]}"
        )

    def compiled(key: str) -> re.Pattern[str] | None:
        return _compile(entry.get(key, ()), shared, f"{path}: rule {name!r}: {key}")

    meant, judged = compiled("any"), compiled("judged")
    if meant is None and judged is None:
        raise ValueError(f"{path}: rule {name!r}: any is empty and judged too; give at least one pattern")
    texts = tuple(
        (_compile([one["when"]], shared, f"{path}: rule {name!r}: texts"), one["text"])
        for one in entry.get("texts", ())
    )
    return RoutingRule(
        name=name,
        status=Status(entry["status"]),
        priority=int(entry["priority"]),
        any=meant,
        also=compiled("also"),
        unless=compiled("unless"),
        judged=judged,
        text=entry["text"].strip(),
        choices=tuple(entry.get("choices", ())),
        texts=tuple((pattern, text.strip()) for pattern, text in texts if pattern),
    )


def _compile(patterns: Iterable[str], shared: Mapping[str, Sequence[str]], where: str) -> re.Pattern[str] | None:
    """Return one alternation of the patterns, "@name" replaced by the shared list; None when there are none."""
    parts: list[str] = []
    for pattern in patterns:
        if pattern.startswith("@") and pattern[1:] not in shared:
            raise ValueError(f"{where}: no shared list {pattern[1:]!r}; use one of {sorted(shared)}")
        parts.extend(shared[pattern[1:]] if pattern.startswith("@") else [pattern])
    if not parts:
        return None
    try:
        return re.compile("|".join(f"(?:{part})" for part in parts))
    except re.error as error:
        raise ValueError(f"{where}: not a regular expression: {error}; patterns {parts}") from error


# 从上海转到江苏, 跨省, 安徽户口, 去上海看病报销: both places count, the own one often unnamed.
_BETWEEN_PLACES = re.compile(
    r"从.{1,10}(?:转|迁|换|搬|调|回|到|来)|(?:转|迁|搬|调|带|接)(?:回|到|入|过来|出|移|来)|跨省|异地|外省|两地|老家|户籍|户口在|来自|毕业"
    r"|(?:看病|就医|住院|生孩子|出差|读书|当兵|打工).{0,12}(?:报销|医保|结算|这边|本地|回来)"
)
# Names that hold a place's name: 北京大学, 上海证券交易所, 南京路, 北京时间, 安徽人, 黄河南岸, 今天津贴
_NOT_THE_PLACE_AFTER = (
    "大学|学院|证券|证交所|交易所|银行|路|街|菜|话|时间|冬奥|奥运|世博|进博|公约|宣言|协定|规则|合作组织|岸|侧|麓|部地区|贴|船"
    "|牌照|车牌|驾照|籍|户口|人(?![民才社力大口均员行])"
)


@lru_cache(maxsize=1)
def _places() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return the pattern that finds a place, and each place's province."""
    provinces: dict[str, str] = {}
    names: list[str] = []
    for line in PLACES_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        place, province, after = line.split("\t")
        provinces[place] = province
        names.append(place + (after and f"(?={after})"))
    names.sort(key=len, reverse=True)
    return re.compile(f"(?<![推太])(?:{'|'.join(names)})(?!{_NOT_THE_PLACE_AFTER})"), provinces


def _short(region: str) -> str:
    return re.sub(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$", "", region)
