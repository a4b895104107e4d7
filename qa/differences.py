"""What a sentence changes, adds or leaves out of its source: figures, limits, modal words, negations, exceptions.

Each check returns the reason why the sentence may not stay, or "".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.alignment import Alignment
from qa.claims import STRICT, YEAR, Kind, Token, printed, read_tokens, unit_of, vocabulary
from qa.table_claims import is_table, unit_in_head

# A modal word that weakens governs its whole sentence: 力争到2025年，A，B says 力争 of B too.
_HEDGES = frozenset(
    {
        "modal:encourage", "modal:support", "modal:guide", "modal:explore", "modal:strive", "modal:in_principle",
        "modal:generally", "modal:gradually", "modal:where_possible", "modal:pilot",
    }
)  # fmt: skip
_MAY = "modal:may"
_ONCE = "figure:once"  # 一次性: may go unsaid, unlike 每月
_REFUSALS = frozenset({"negation:forbidden", "negation:not"})
_WEAK_ORDER = "要"
_MAY_GO = frozenset({"要", "确保", "保证"})  # left out, the sentence promises no more than the source
_FROM_HEAD = frozenset({Kind.FIGURE, Kind.ORDINAL})  # may also come from title, number, dates and article path
_NO_NEGATION = str.maketrans("", "", "不未无非免没")
_REACH = 3  # tokens between a limit and its figure, words that a 不 governs at least


def exchanged(aligned: Alignment) -> str:
    """Return the figure, limit, modal word or negation that took another's place, or the word that lost or won a 不."""
    for piece in aligned.pieces:
        new, old = aligned.claim[piece.c1 : piece.c2], aligned.source[piece.s1 : piece.s2]
        for kind in sorted({token.kind for token in new if token.kind in STRICT}):
            theirs = {token.key for token in old if token.kind is kind}
            mine = {token.key for token in new if token.kind is kind} - theirs
            if kind is Kind.FIGURE:  # one of another unit is judged as an addition
                units = set(map(unit_of, theirs))
                mine = {key for key in mine if unit_of(key) in units}
            if mine and theirs and not _elsewhere_in_clause(aligned, new, old, kind):
                return f"{kind}: {named(mine)} instead of {named(theirs)}"
        broken = _broken(aligned.claim_text, new, old) or _broken(aligned.source_text, old, new)
        if broken:
            return f"negation: {broken} lost or won it"
        if new and old and piece.c1 and _bare(aligned.claim[piece.c1 - 1]) and new[0].kind is Kind.WORD:
            return f"unit: {new[0].key} instead of {old[0].key}"
        printed_new, printed_old = _run(aligned.claim_text, new), _run(aligned.source_text, old)
        bare_new, bare_old = printed_new.translate(_NO_NEGATION), printed_old.translate(_NO_NEGATION)
        if bare_new and bare_new == bare_old and printed_new != printed_old:
            return f"negation: {printed_new} instead of {printed_old}"
    return ""


def _elsewhere_in_clause(aligned: Alignment, new: Sequence[Token], old: Sequence[Token], kind: Kind) -> bool:
    """Tell whether the clause only changed its order: what is new stands in it, what is gone in a clause of its own."""
    if kind is not Kind.FIGURE:
        return False
    mine = [token for token in new if token.kind is kind]
    links = frozenset().union(*(aligned.links[token.clause] for token in mine))
    return all(_moved(aligned, token) for token in mine) and not any(
        token.clause in links for token in old if token.kind is kind
    )


def _broken(text: str, new: Sequence[Token], old: Sequence[Token]) -> str:
    """Return a compound of ``old`` that stands in ``new`` (tokens of ``text``) without its negation: 不断 and 断."""
    shown = _run(text, new)
    hiding = vocabulary().hiding
    for token in old:
        if token.key in hiding and token.kind is Kind.WORD:
            rest = token.key.translate(_NO_NEGATION)
            close = len(rest) > 1 or len(new) + len(old) <= _REACH  # one character alone may be part of another word
            if close and rest in shown and token.key not in shown:
                return token.key
    return ""


def _run(text: str, tokens: Sequence[Token]) -> str:
    """Return neighbouring tokens as they stand in the text."""
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _bare(token: Token) -> bool:
    """Tell whether a figure has no unit that is known: what follows may be one."""
    return token.kind is Kind.FIGURE and not unit_of(token.key)


def added(aligned: Alignment, head: str, elsewhere: str) -> str:
    """Return the strict word that the source does not have in a clause on the same thing.

    :param head: title, number, dates and article path of the citations, in normal form.
    :param elsewhere: the whole passages, in normal form.
    """
    strict = [token for token in aligned.added if token.kind in STRICT]
    if not strict:
        return ""
    from_head = {token.key for token in read_tokens(head)}
    for token in strict:
        if token.kind in _FROM_HEAD and token.key in from_head:
            continue
        if token.kind is Kind.ORDINAL and _own_label(aligned, token):
            continue
        if token.kind is Kind.FIGURE and (unit_in_head(aligned, token) or _year_of_all(aligned, token, elsewhere)):
            continue
        if token.kind is Kind.MODAL and (_plain_order(aligned, token) or _governed(aligned, token)):
            continue
        if token.key in _REFUSALS and _subjectless(aligned, token) and _refuses(aligned):
            continue
        if _moved(aligned, token) or (_subjectless(aligned, token) and any(_same(token, o) for o in aligned.source)):
            continue
        return f"{token.kind}: {printed(aligned.claim_text, token)} is not said there of this"
    return ""


def _moved(aligned: Alignment, token: Token) -> bool:
    """Tell whether the source says it at another place of the same clause; a weakening modal, of the same sentence."""
    if token.kind is Kind.ORDINAL:
        return False
    links = aligned.links[token.clause]
    around = _sentences(aligned, token) if token.key in _HEDGES else frozenset()
    return any(_same(token, other) for other in aligned.omitted if other.clause in links or other.sentence in around)


def _governed(aligned: Alignment, token: Token) -> bool:
    """Tell whether the modal word stands in front of the source clause, which has none: 应当在…时，提供…"""
    links = aligned.links[token.clause]
    modals = [other for other in aligned.source if other.kind is Kind.MODAL]
    if any(modal.clause in links for modal in modals):
        return False
    for first in (other for other in aligned.source if other.clause in links):
        before = [modal for modal in modals if modal.sentence == first.sentence and modal.clause < first.clause]
        if before and before[-1].key == token.key:
            return True
    return False


def _refuses(aligned: Alignment) -> bool:
    """Tell whether a 不行 in front only sums up what follows: a 不得 or 不 that the source has too."""
    kept = (other for other, matched in zip(aligned.source, aligned.source_matched, strict=True) if matched)
    return any(other.key in _REFUSALS for other in kept)


def _sentences(aligned: Alignment, token: Token) -> frozenset[int]:
    """Return the source sentences that speak of what the token's clause speaks of."""
    links = aligned.links[token.clause]
    return frozenset(other.sentence for other in aligned.source if other.clause in links)


def _plain_order(aligned: Alignment, token: Token) -> bool:
    """Tell whether a 要 only repeats what the source orders without any modal word: 开展…, 建立…"""
    if printed(aligned.claim_text, token) != _WEAK_ORDER:
        return False
    around = _sentences(aligned, token)
    return not any(other.sentence in around and other.key in {*_HEDGES, _MAY} for other in aligned.omitted)


def _year_of_all(aligned: Alignment, token: Token, elsewhere: str) -> bool:
    """Tell whether a year opens the passage (到2025年，…；…), which names no other that the sentence leaves out.

    In a table it may stand over the column; whether over the right one is checked in qa/table_claims.py.
    """
    if not YEAR.fullmatch(token.key) or token.key not in elsewhere:
        return False
    stated = {other.key for other in aligned.claim}
    return is_table(aligned) or stated.issuperset(YEAR.findall(elsewhere))


def _same(mine: Token, theirs: Token) -> bool:
    """Tell whether two tokens say the same; 3万 may stand for 3万元."""
    return mine.key == theirs.key or (bool(mine.times) and not mine.unit and theirs.key == mine.key + "元")


def _own_label(aligned: Alignment, token: Token) -> bool:
    """Tell whether an item number is the answer's own: the source sentences carry none."""
    if token is not aligned.claim[0] or token.key[0] != "L":
        return False
    starts = {other.sentence: other for other in reversed(aligned.source)}
    return not any(other.kind is Kind.ORDINAL for other in starts.values())


def _subjectless(aligned: Alignment, token: Token) -> bool:
    """Tell whether a clause is a bare answer such as "60%" or "可以，": no words that could be about something else."""
    clause = (other for other in aligned.claim if other.clause == token.clause and other.kind is Kind.WORD)
    return sum(len(other.key) for other in clause) < 2


def left_out(aligned: Alignment) -> str:
    """Return the negation, modal word, limit or exception of the source that is gone while what it governs is kept."""
    kept = {(token.kind, token.key) for token in aligned.added}
    for j, token in enumerate(aligned.source):
        if aligned.source_matched[j] or token.kind not in STRICT or (token.kind, token.key) in kept:
            continue
        if token.kind is Kind.MODAL and printed(aligned.source_text, token) in _MAY_GO:
            continue
        if _governs_kept_words(aligned, j, token):
            return f"{token.kind}: {printed(aligned.source_text, token)} is left out"
    return ""


def _governs_kept_words(aligned: Alignment, at: int, token: Token) -> bool:
    source, matched = aligned.source, aligned.source_matched
    if token.kind is Kind.EXCEPTION:
        return any(
            m and o.kind is Kind.WORD and o.sentence == token.sentence for m, o in zip(matched, source, strict=True)
        )
    inside = 0 < at < len(source) - 1 and matched[at - 1] and matched[at + 1]
    if token.kind is Kind.FIGURE:  # may go with what it belongs to, not out of the middle of words that stay
        return inside and token.key != _ONCE and not YEAR.fullmatch(token.key)
    clause = [j for j, other in enumerate(source) if other.clause == token.clause]
    if token.kind in (Kind.LIMIT, Kind.EDGE):
        return any(matched[j] and source[j].kind is Kind.FIGURE and abs(j - at) <= _REACH for j in clause)
    words = [j for j in clause if source[j].kind is Kind.WORD]
    behind = [j for j in words if j > at]
    if token.kind is Kind.NEGATION:
        return inside or _share(matched, behind[:_REACH] or words[-2:]) >= 0.5
    return token.kind is Kind.MODAL and _share(matched, behind or words) >= 0.5


def _share(matched: Sequence[bool], places: Sequence[int]) -> float:
    return sum(matched[j] for j in places) / len(places) if places else 0.0


def named(keys: Iterable[str]) -> str:
    """Return keys for a reason, in a fixed order."""
    return "、".join(sorted(key.rpartition(":")[2] for key in keys))
