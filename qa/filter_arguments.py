"""Filters on the command line: ``--region 江苏 --year 2023``; a value no document has is a mistake."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.corpus import Document
    from qa.filters import Filters

_LISTED = 12  # values named in a mistake's line


def day(text: str) -> date:
    """Return the day that an option's value says."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-01-31") from error


def add_filter_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that restrict which documents are searched."""
    group = parser.add_argument_group("filters", "search only in documents that pass all of these")
    group.add_argument("--region", default="", metavar="地区", help="such as 江苏 or 全国")
    group.add_argument("--level", default="", metavar="层级", help="国家, 省, 市 or 县")
    group.add_argument("--issuer", default="", metavar="机关", help="full name or the usual short one: 人社厅")
    group.add_argument("--year", type=int, default=0, metavar="YYYY", help="year of issue")
    group.add_argument("--kind", default="", metavar="文种", help="such as 意见, 通知, 办法")
    group.add_argument("--audience", default="", metavar="对象", help="such as 企业; documents for everybody pass too")
    group.add_argument("--in-force-on", type=day, metavar="YYYY-MM-DD", help="in force on that day")


def chosen_filters(arguments: argparse.Namespace, documents: Collection[Document]) -> Filters | None:
    """Return the filters asked for; None when there are none.

    :raises ValueError: if no document passes one of them, naming the values there are, or none passes all together.
    """
    from qa.filters import Filters, facets, matches

    given = Filters(
        region=arguments.region,
        level=arguments.level,
        issuer=arguments.issuer,
        year=arguments.year,
        kind=arguments.kind,
        audience=arguments.audience,
        in_force_on=arguments.in_force_on,
    )
    if given == Filters():
        return None
    there_is = asdict(facets(documents))
    for name, value in asdict(given).items():
        if not value or any(_has(document, name, value) for document in documents):
            continue
        if name == "in_force_on":
            raise ValueError(f"--in-force-on {value}: no document is in force on that day")
        raise ValueError(f"--{name} {value}: no document has it; there is {_listed(there_is[f'{name}s'])}")
    if not any(matches(document, given) for document in documents):
        raise ValueError("no document passes all the filters together; leave one out")
    return given


def _has(document: Document, name: str, value: object) -> bool:
    from qa.filters import Filters, matches

    if name == "audience":  # a document that names none passes the filter but does not have the value
        return value in document.audience
    return matches(document, Filters(**{name: value}))  # type: ignore[arg-type]  # names and values come from a Filters


def _listed(counted: Sequence[tuple[object, int]]) -> str:
    shown: Iterable[str] = (f"{value} ({count})" for value, count in counted[:_LISTED])
    more = f" and {len(counted) - _LISTED} more" if len(counted) > _LISTED else ""
    return (", ".join(shown) + more) or "none"
