"""The same document in several files becomes one document with several sources; newer texts end older ones.

A document is known by its number, else by its title. Passages are merged by their place in it: one text is shown,
the others are named in ``also_in``; what only one edition has (a 专栏, a table) is taken over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from index.chars import letters
from index.corpus import Document, Passage, SourceSpan
from index.parsed import Finding, ParsedDocument
from index.parsing import rename
from index.suspects import repeated_clause


def merge_editions(parsed: Sequence[ParsedDocument]) -> tuple[list[ParsedDocument], list[Finding]]:
    """Return every document once, in order of first appearance, and the places where editions differ."""
    groups: dict[str, list[ParsedDocument]] = {}
    taken: set[str] = set()
    for one in parsed:
        key = re.sub(r"~\d+$", "", one.document.doc_id)  # the same document twice in one file
        one = one if key == one.document.doc_id else rename(one, key)
        group = groups.get(key)
        if group is None:
            groups[key] = [one]
        elif _same_text(group[0], one):
            group.append(one)
        else:
            key = _free(key, one, taken | set(groups))
            groups[key] = [rename(one, key)]
        taken.add(key)
    merged, findings = [], []
    for group in groups.values():
        one, found = _merge(group)
        merged.append(one)
        findings += found
    return merged, findings


def _free(key: str, one: ParsedDocument, taken: set[str]) -> str:
    issued = one.document.issued
    base = f"{key}-{issued.isoformat()}" if issued and issued.isoformat() not in key else key
    number, free = 1, base
    while free in taken:
        number += 1
        free = f"{base}~{number}"
    return free


def _same_text(one: ParsedDocument, two: ParsedDocument) -> bool:
    """Tell whether two printings with one id are the same document: half of the shorter stands in the longer."""
    if one.document.issued and two.document.issued and one.document.issued != two.document.issued:
        return False
    left, right = _shingles(one), _shingles(two)
    smaller = min(len(left), len(right))
    return smaller == 0 or len(left & right) >= 0.5 * smaller


def _shingles(one: ParsedDocument) -> set[str]:
    text = letters("".join(passage.text for passage in one.passages))
    return {text[index : index + 12] for index in range(0, max(1, len(text) - 11))}


def _merge(group: Sequence[ParsedDocument]) -> tuple[ParsedDocument, list[Finding]]:
    if len(group) == 1:
        return group[0], []
    ordered = sorted(group, key=lambda one: (-_richness(one), -one.preferred, one.document.sources[0].file))
    base, others = ordered[0], ordered[1:]
    findings: list[Finding] = []
    passages = list(base.passages)
    for other in others:
        passages, found = _merge_passages(passages, other)
        findings += found
    document = _merge_records([one.document for one in group], base.document)
    return replace(base, document=document, passages=relink(passages)), findings


def _richness(one: ParsedDocument) -> int:
    """Thousands of characters of text: a few misread letters do not decide."""
    return round(len(letters("".join(passage.text for passage in one.passages))) / 1000)


def _merge_passages(passages: list[Passage], other: ParsedDocument) -> tuple[list[Passage], list[Finding]]:
    by_id = {passage.passage_id: index for index, passage in enumerate(passages)}
    folded = [letters(passage.text) for passage in passages]
    whole = "".join(folded)
    by_text = {text: index for index, text in enumerate(folded)}
    findings: list[Finding] = []
    added: list[tuple[str, Passage]] = []
    for passage in other.passages:
        text = letters(passage.text)
        index = by_text.get(text)
        if index is not None:
            passages[index] = _joined(passages[index], passage, prefer=other.preferred > 3)
            continue
        index = by_id.get(passage.passage_id)
        if index is not None and passage.kind != "front" and _alike(folded[index], text):
            chosen = _better(passages[index], passage)
            findings.append(_conflict(passages[index], passage))
            passages[index] = chosen
        elif index is not None and passage.kind == "front":
            passages[index] = replace(passages[index], also_in=passages[index].also_in + passage.spans)
        elif text not in whole:
            added.append((passage.previous_id, passage))
    return _insert(passages, added), findings


def _joined(one: Passage, two: Passage, *, prefer: bool) -> Passage:
    """Return one text for two equal ones; the cleaner printing is shown."""
    cleaner = prefer and two.text.count("，") > one.text.count("，")
    shown, hidden = (two, one) if cleaner else (one, two)
    return replace(shown, passage_id=one.passage_id, also_in=one.also_in + hidden.spans)


def _alike(one: str, two: str) -> bool:
    left = {one[i : i + 4] for i in range(max(1, len(one) - 3))}
    right = {two[i : i + 4] for i in range(max(1, len(two) - 3))}
    return len(left & right) >= 0.7 * min(len(left), len(right))


def _better(one: Passage, two: Passage) -> Passage:
    """Where the wording differs, keep the text without a clause twice, else the longer."""
    twice_one, twice_two = bool(repeated_clause(one.text)), bool(repeated_clause(two.text))
    keep_first = twice_two if twice_one != twice_two else len(letters(one.text)) >= len(letters(two.text))
    shown, hidden = (one, two) if keep_first else (two, one)
    return replace(shown, passage_id=one.passage_id, also_in=one.also_in + hidden.spans)


def _conflict(one: Passage, two: Passage) -> Finding:
    span = two.spans[0]
    return Finding("edition_conflict", span.file, span.first_line, f"{one.passage_id} differs from {one.spans[0].file}")


def _insert(passages: list[Passage], added: Sequence[tuple[str, Passage]]) -> list[Passage]:
    ids = {passage.passage_id for passage in passages}
    for previous, passage in added:
        name, number = passage.passage_id, 1
        while name in ids:
            number += 1
            name = f"{passage.passage_id}~{number}"
        ids.add(name)
        at = next((i for i, known in enumerate(passages) if known.passage_id == previous), len(passages) - 1)
        passages.insert(at + 1, replace(passage, passage_id=name))
    return passages


def relink(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages with their neighbours set anew; parents that are gone are cleared."""
    ids = {passage.passage_id for passage in passages}
    return tuple(
        replace(
            passage,
            previous_id=passages[index - 1].passage_id if index else "",
            next_id=passages[index + 1].passage_id if index + 1 < len(passages) else "",
            parent_id=passage.parent_id if passage.parent_id in ids else "",
        )
        for index, passage in enumerate(passages)
    )


def _merge_records(documents: Sequence[Document], base: Document) -> Document:
    """Return one record: the fullest title, every other spelling as an alias, sources of all."""
    title = max((one.title for one in documents), key=lambda text: (not text.startswith("省"), -len(text)))
    aliases = dict.fromkeys(
        name for one in documents for name in (one.title, *one.aliases) if letters(name) != letters(title)
    )
    sources: tuple[SourceSpan, ...] = tuple(span for one in documents for span in one.sources)
    return replace(
        base,
        title=title,
        aliases=tuple(aliases),
        sources=sources,
        issuers=base.issuers or next((one.issuers for one in documents if one.issuers), ()),
        issued=base.issued or next((one.issued for one in documents if one.issued), None),
        effective=base.effective or next((one.effective for one in documents if one.effective), None),
        expires=base.expires or next((one.expires for one in documents if one.expires), None),
        plan_until=base.plan_until or next((one.plan_until for one in documents if one.plan_until), None),
        annexes_missing=_least([one.annexes_missing for one in documents]),
    )


def _least(named: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return min(named, key=len)


def resolve_repeals(documents: Sequence[Document]) -> list[Document]:
    """Return the documents with ``repealed_on`` set where another one of them ends them.

    A document is ended by one that names its number or title, and a version of a law by the next version.
    """
    ends: dict[str, date] = {}
    numbers = {one.doc_number: one for one in documents if one.doc_number and "〔" in one.doc_number}
    titles: dict[str, list[Document]] = {}
    for one in documents:
        titles.setdefault(letters(one.title), []).append(one)
    for one in documents:
        start = one.effective or one.issued
        if start is None:
            continue
        for name in one.repeals:
            for target in [numbers[name]] if name in numbers else titles.get(letters(name), []):
                # The old version is meant: a law of this name made later stays in force.
                if target.doc_id != one.doc_id and target.issued and target.issued < start:
                    ends[target.doc_id] = min(start, ends.get(target.doc_id, start))
    for versions in titles.values():
        _end_older(versions, ends)
    return [replace(one, repealed_on=ends.get(one.doc_id)) for one in documents]


def _end_older(versions: Sequence[Document], ends: dict[str, date]) -> None:
    """Let each dated version of one law end the version before it."""
    laws = [one for one in versions if one.issued and "〔" not in one.doc_number and "关于" not in one.title[:20]]
    laws.sort(key=lambda one: (one.issued or date.min, one.doc_id))
    for older, newer in pairwise(laws):
        if older.issued != newer.issued:
            start = newer.effective or newer.issued
            if start:
                ends[older.doc_id] = min(start, ends.get(older.doc_id, start))
