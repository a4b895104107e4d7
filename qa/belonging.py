"""Whose claim it is: named bodies, words that exclude each other, and the subject a figure belongs to.

Each check returns the reason why a sentence may not stay, or "".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.alignment import Alignment, Piece
from qa.claims import Kind, Token, printed, unit_of, vocabulary
from qa.differences import named
from qa.named_bodies import bodies_in


def other_body(aligned: Alignment, head: str, elsewhere: str) -> str:
    """Return the named body that the source does not name, or that takes the place of another one.

    :param head: title, number, issuer and article path of the citations, in normal form.
    :param elsewhere: the whole passages, in normal form.
    """
    theirs = [aligned.source_text[start:end] for start, end in bodies_in(aligned.source_text)]
    for start, end in bodies_in(aligned.claim_text):
        name = aligned.claim_text[start:end]
        new = [i for i, token in enumerate(aligned.claim) if start <= token.start < end and token in aligned.added]
        first = next(i for i, token in enumerate(aligned.claim) if token.end > start)
        place = _piece_at(aligned, new[0] if new else first)
        replaced = _bodies_touched(aligned, place) if place else set()
        if replaced and not any(name in one or one in name for one in replaced):
            return f"body: {name} instead of {named(replaced)}"
        known = aligned.source_text
        if new and place:
            exchanged = sum(token.kind is Kind.WORD for token in aligned.source[place.s1 : place.s2]) > 1
            known = head if exchanged else head + "\n" + elsewhere
        if name not in known and not any(name.endswith(one) or one.endswith(name) for one in theirs):
            return f"body: {name} is not named there"
    return ""


def _piece_at(aligned: Alignment, at: int) -> Piece | None:
    """Return the difference that holds claim[at], or the omission right in front of it within its clause."""
    for piece in aligned.pieces:
        if piece.c1 <= at < piece.c2:
            return piece
        if piece.c1 == piece.c2 == at and at and aligned.claim[at - 1].clause == aligned.claim[at].clause:
            return piece
    return None


def _bodies_touched(aligned: Alignment, piece: Piece) -> set[str]:
    tokens = aligned.source[piece.s1 : piece.s2]
    if not tokens:
        return set()
    spans = bodies_in(aligned.source_text)
    return {aligned.source_text[a:b] for a, b in spans if a < tokens[-1].end and tokens[0].start < b}


def other_word(aligned: Alignment) -> str:
    """Return the word that stands where the source has one that excludes it: 企业 for 个人, 提高 for 降低."""
    groups = vocabulary().groups
    stated = {token.key for token in aligned.source}
    for token in aligned.added:
        if token.key not in groups or token.key in stated:
            continue
        links = aligned.links[token.clause]
        dropped = {other.key for other in aligned.omitted if other.clause in links and other.key in groups}
        others = {key for key in dropped if groups[key] & groups[token.key]}
        if others:
            return f"word: {token.key} instead of {named(others)}"
    return ""


def crossed(aligned: Alignment) -> str:
    """Return the figure of the source that is given to another subject, which has its own figure there.

    From "A 60%, B 30%" neither "B 60%" nor "A 30%" follows. What is named first in a clause has the figure.
    """
    since, clause = 0, -1
    for i, figure in enumerate(aligned.claim):
        if figure.clause != clause:
            since, clause = i, figure.clause
        if figure.kind is not Kind.FIGURE:
            continue
        for subject in _subjects(aligned, aligned.claim[since:i]):
            own = _figures_of(aligned, subject, unit_of(figure.key))
            if own and figure.key not in own:
                return f"figure: {figure.key} belongs to something else, {subject} has {named(own)}"
            if own:
                break
        else:
            jumped = _jumped(aligned, since, i)
            if jumped:
                return f"figure: {figure.key} belongs to something else, here it is {jumped}"
        since = i + 1
    return ""


def _jumped(aligned: Alignment, since: int, at: int) -> str:
    """Return the figure that stands in the source clause of the words in front of claim[at], which is from another."""
    place = aligned.source_of[at]
    before = [aligned.source_of[i] for i in range(since, at) if aligned.claim[i].kind is Kind.WORD]
    before = [j for j in before if j >= 0]
    if place < 0 or not before or aligned.source[before[-1]].clause == aligned.source[place].clause:
        return ""
    clause, unit = aligned.source[before[-1]].clause, unit_of(aligned.claim[at].key)
    left = (token for token in aligned.omitted if token.clause == clause and token.kind is Kind.FIGURE)
    return next((token.key for token in left if unit_of(token.key) == unit), "")


def _subjects(aligned: Alignment, tokens: tuple[Token, ...]) -> Iterator[str]:
    """Yield what a figure behind these tokens may be about: words that exclude others, and runs not matched.

    A single character takes its neighbour along: 甲 of 甲类.
    """
    subjects = vocabulary().subjects
    new = set(aligned.added)
    run = ""
    for token in tokens:
        word = printed(aligned.claim_text, token)
        fresh = token.kind is Kind.WORD and token in new
        if fresh or len(run) == 1:
            run += word
        if run and not fresh:
            yield run
            run = ""
        if token.key in subjects and len(word) > 1:
            yield word
    if len(run) > 1:
        yield run


def _figures_of(aligned: Alignment, subject: str, unit: str) -> set[str]:
    """Return the figures with this unit in the source clauses that name the subject."""
    starts = {found.start() for found in re.finditer(re.escape(subject), aligned.source_text)}
    clauses = {token.clause for token in aligned.source if token.start in starts}
    figures = (token for token in aligned.source if token.clause in clauses and token.kind is Kind.FIGURE)
    return {token.key for token in figures if unit_of(token.key) == unit}
