"""Figures taken from a table: their unit and their year stand in the head of the row or column.

In the normal form of a text (qa.claims.normal) the cells of a row are parted by "|".
"""

from __future__ import annotations

import re

from qa.alignment import Alignment
from qa.claims import YEAR, Kind, Token, printed

_NUMBER = re.compile(r"[\d.]+")


def is_table(aligned: Alignment) -> bool:
    """Tell whether the sentence was laid against a table row."""
    return "|" in aligned.source_text


def unit_in_head(aligned: Alignment, token: Token) -> bool:
    """Tell whether the unit of a figure stands in the head of its row or column: 7万 under 人数（人）."""
    if not is_table(aligned):
        return False
    whole = printed(aligned.claim_text, token)
    numbers = [printed(aligned.source_text, o) for o in aligned.source if o.kind is Kind.FIGURE and not o.unit]
    return any(whole.startswith(number) and whole.removeprefix(number) in aligned.source_text for number in numbers)


def wrong_column(aligned: Alignment, elsewhere: str) -> str:
    """Return why the figures of a sentence are not those of the year it names; "" when they are, or outside tables.

    :param elsewhere: the whole passages, in normal form; the head of a table may be far from its row.
    """
    if not is_table(aligned):
        return ""
    figures = [token for token in aligned.claim if token.kind is Kind.FIGURE and not YEAR.fullmatch(token.key)]
    numbers = {found.group() for t in figures if (found := _NUMBER.match(printed(aligned.claim_text, t)))}
    rows = [line.split("|") for line in aligned.source_text.split("\n") if "|" in line]
    for year in (token.key for token in aligned.claim if YEAR.fullmatch(token.key)):
        heads = [line.split("|") for line in elsewhere.split("\n") if "|" in line and year in line]
        columns = {i for cells in heads for i, cell in enumerate(cells) if cell == year}
        below = {found.group() for row in rows for i in columns if i < len(row) and (found := _NUMBER.search(row[i]))}
        if numbers and below - {year[:4]} and not numbers & below:
            return f"figure: none of {'、'.join(sorted(numbers))} stands in the column of {year}"
    return ""
