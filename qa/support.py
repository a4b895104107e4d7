"""Does a cited passage say what a sentence says? The reason why not, or "".

A sentence that stands in the passage passes at once. Any other is laid against the sentences of the passage nearest to
it, and each difference is judged: a few words may differ; figures, limits, modal words, negations and bodies may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from index.docnumber import numbers_in
from qa.alignment import Alignment, align, clause_pairs, normal_passage, pairs, source_sentences
from qa.belonging import crossed, other_body, other_word
from qa.claims import Kind, Token, normal
from qa.differences import added, exchanged, left_out
from qa.records import Citation
from qa.table_claims import wrong_column

_ENDS = ";:。!?\n"
_BORDERS = _ENDS + "|"  # a table cell says what it says without its neighbours
_BACK = 8  # characters: more quotation marks and brackets do not stand together
_CLOSERS = "\"')]』」”’"
_BULLET = re.compile(r"^(?:[-*.;]\s*)+")
_BRACKET_BEHIND = re.compile(r"[。;!?]\s?\([^()]*\)$")  # …。（责任单位：…）: whole without a full stop behind it
_WINDOWS = (1, 4)  # source sentences that a sentence is laid against: the nearest, then all it may draw on
_CLAUSE_WORDS = 4  # characters of a clause that says something
_TITLE_WORDS = 8  # characters
_LONGEST = 400  # characters of a sentence that is no quotation: comparing takes the product of both lengths
_NEW_WORDS = 0.25  # share of a sentence's words that may come from nowhere
_NEAR_WORDS = 0.6  # share that must stand in the clauses on the same thing


def missing_support(sentence: str, citations: Sequence[Citation], question: str) -> str:
    """Return why the cited passages do not support ``sentence`` (without its marks); "" when they do.

    A sentence of several parts with semicolons is supported when each part is: they may come from different articles.
    """
    claim = normal(sentence)
    if not any(char.isalnum() for char in claim):
        return "it says nothing"
    if any(_stands_in(form, normal_passage(citation.passage)) for citation in citations for form in _forms(claim)):
        return ""
    if len(claim) > _LONGEST:
        return f"length: {len(claim)} characters that are no quotation; at most {_LONGEST} are compared"
    head = "\n".join(_head(citation) for citation in citations)
    reason = _against_windows(claim, citations, head, question)
    parts = [part for part in claim.split(";") if part.strip()]
    if reason and len(parts) > 1 and not any(_against_windows(part, citations, head, question) for part in parts):
        return ""
    return reason


def _against_windows(claim: str, citations: Sequence[Citation], head: str, question: str) -> str:
    reason = ""
    failed: list[str] = []
    passages = [citation.passage for citation in citations]
    # A line of the head by itself: beside a passage it would lend it other bodies, years and article numbers.
    for texts, most in (*((passages, most) for most in _WINDOWS), ([head], 1)):
        aligned = align(_BULLET.sub("", claim), texts, most=most, question=normal(question))
        if aligned.source_text in failed:
            continue
        missing = _judge(aligned, citations, head, question)
        if not missing and (most > 1 or _covers_each_clause(aligned)):
            return ""
        if missing:
            failed.append(aligned.source_text)
        reason = reason if reason and texts == [head] else missing
    return reason


def _judge(aligned: Alignment, citations: Sequence[Citation], head: str, question: str) -> str:
    if not aligned.claim:
        return "nothing in it can be checked"
    elsewhere = "\n".join(normal_passage(citation.passage) for citation in citations)
    return (
        _foreign_names(aligned, head + "\n" + elsewhere)
        or exchanged(aligned)
        or added(aligned, head, elsewhere)
        or left_out(aligned)
        or other_body(aligned, head, elsewhere)
        or other_word(aligned)
        or crossed(aligned)
        or wrong_column(aligned, elsewhere)
        or _new_words(aligned, citations, head, question)
    )


def _forms(claim: str) -> Iterator[str]:
    yield claim
    bare = _BULLET.sub("", claim)
    if bare != claim:
        yield bare


def _stands_in(claim: str, passage: str) -> bool:
    """Tell whether the claim is whole sentences of the passage: nothing that denies or limits it was cut off."""
    whole = _BRACKET_BEHIND.search(claim) is not None
    claim = claim.rstrip(" ").rstrip(_ENDS)
    at = passage.find(claim) if claim else -1
    while at >= 0:
        before = passage[max(0, at - _BACK) : at].rstrip(_CLOSERS + " ")
        after = passage[at + len(claim) : at + len(claim) + _BACK].lstrip(" ")
        if (not before or before[-1] in _BORDERS) and (whole or not after or after[0] in _BORDERS + _CLOSERS):
            return True
        at = passage.find(claim, at + 1)
    return False


@lru_cache(maxsize=512)
def _head(citation: Citation) -> str:
    """Return what a citation says beside its passage, in normal form."""
    dates = (citation.issued, citation.effective, citation.expires)
    headings = citation.article.split(" > ")
    return normal("\n".join((citation.doc_title, citation.doc_number, citation.issuer, *headings, *dates)))


def _foreign_names(aligned: Alignment, text: str) -> str:
    """Return the title or document number that neither the passages nor the heads of the citations name."""
    for token in aligned.claim:
        if token.kind is Kind.TITLE and token.key.strip("《》") not in text:
            return f"title: {token.key} is not in the source"
    named = numbers_in(aligned.claim_text)
    known = numbers_in(text) if named else ()
    for number in named:
        if not any(number.endswith(one) or one.endswith(number) for one in known):
            return f"document number: {number} is not in the source"
    return ""


def _new_words(aligned: Alignment, citations: Sequence[Citation], head: str, question: str) -> str:
    """Too many words that the source does not have, or has only far apart."""
    words = [token for token in aligned.claim if token.kind is Kind.WORD]
    # A title was found already; it counts as some words, or 依据《…》 would be a sentence of one word.
    titles = _TITLE_WORDS * sum(token.kind is Kind.TITLE for token in aligned.claim)
    total = titles + sum(token.end - token.start for token in words)
    if not total:
        return ""
    text = aligned.claim_text
    near = _near(aligned)
    close = (titles + sum(_covered(text, [word], near[word.clause]) for word in words)) / total
    if close >= max(_NEAR_WORDS, 1 - _NEW_WORDS):
        return ""
    passages = (own for citation in citations for _, own in source_sentences(citation.passage))
    known = pairs(aligned.source_text).union(pairs(head), pairs(normal(question)), *passages)
    new = 1 - (titles + _covered(text, words, known)) / total
    if new > _NEW_WORDS or close < _NEAR_WORDS:
        return f"words: {new:.0%} are not in the source, {close:.0%} in the clauses on the same thing"
    return ""


def _covers_each_clause(aligned: Alignment) -> bool:
    """Tell whether the one sentence of the source speaks of every clause of the claim, not only of most."""
    near = _near(aligned)
    for number, tokens in groupby(aligned.claim, key=lambda token: token.clause):
        words = [token for token in tokens if token.kind is Kind.WORD]
        total = sum(token.end - token.start for token in words)
        if total >= _CLAUSE_WORDS and _covered(aligned.claim_text, words, near[number]) < 0.5 * total:
            return False
    return True


def _near(aligned: Alignment) -> list[frozenset[str]]:
    """Return for each clause of the claim the pairs of the source clauses that share at least two with it."""
    source = clause_pairs(aligned.source_text, aligned.source)
    claim = clause_pairs(aligned.claim_text, aligned.claim)
    return [frozenset().union(*(other for other in source if len(own & other) > 1 or own <= other)) for own in claim]


def _covered(text: str, words: Iterable[Token], known: frozenset[str]) -> int:
    return sum(
        token.end - token.start
        for token in words
        if text[max(0, token.start - 1) : token.start + 1] in known
        or text[token.end - 1 : token.end + 1] in known
        or (token.end - token.start > 1 and text[token.start : token.start + 2] in known)
    )
