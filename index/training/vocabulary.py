"""A tokenizer of multi-character Chinese pieces, made by counting.

The Unigram trainer of the ``tokenizers`` package needs nine minutes for 8 million characters without spaces and prefers
long phrases (行为的实施地), which match nothing a person asks. Here pieces are strings that hold together (pointwise
mutual information) and stand free (no single neighbour), scored by how often the best segmentation uses them. The
result is an ordinary ``tokenizers`` Unigram model.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
MAX_PIECE = 6  # characters
MIN_COUNT = 6
MIN_COHESION = (0.5, 3.5, 5.0)  # nats, for 2, 3, and more characters: a phrase of two words serves better as two pieces
MIN_FREEDOM = 0.15  # share of occurrences whose neighbour is not the commonest one: 社会保 has 0.01 on its right
FREE_COUNT = 150  # so many free occurrences are enough: 法院 mostly follows 人民, yet is a word
BAD_START, BAD_END = "的了和或与及由给向", "的了和或与及并在"
SEPARATORS = re.compile(r"[^\w]|_")


def make_tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Return a Unigram tokenizer over (piece, log-probability); punctuation is dropped, digits stay together."""
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -20.0), *pieces], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"[0-9]+|[a-z]+"), "isolated"),
        ]
    )
    return tokenizer


def train_tokenizer(texts: Sequence[str], *, size: int, wanted: Collection[str] = ()) -> Tokenizer:
    """Return a tokenizer of at most ``size`` pieces; ``wanted`` (lexicon terms) are pieces where ``MAX_PIECE`` allows.

    :raises ValueError: if ``size`` has no room for the single characters.
    """
    counts = _free_strings(texts)
    characters = {piece: count for piece, count in counts.items() if len(piece) == 1}
    terms = {normal(term) for term in wanted}
    for term in sorted(terms):
        for character in term:
            characters.setdefault(character, 1)
    if len(characters) + 1 >= size:
        raise ValueError(f"vocabulary size {size} has no room for {len(characters)} single characters; raise it")
    kept_terms = {term: max(counts.get(term, 0), MIN_COUNT) for term in terms if 2 <= len(term) <= MAX_PIECE}
    longer = {piece: count for piece, count in counts.items() if len(piece) > 1 and piece not in kept_terms}
    start = sorted(longer, key=lambda piece: (-longer[piece], piece))[: 2 * size]
    pieces = {**characters, **kept_terms, **{piece: longer[piece] for piece in start}}
    for room in (int(1.3 * size), size - 1):
        used = _best_use(texts, pieces)
        protected = characters.keys() | kept_terms.keys()
        ranked = sorted(pieces, key=lambda piece: (piece not in protected, -used.get(piece, 0), piece))
        pieces = {piece: max(used.get(piece, 0), 1 if len(piece) == 1 else 3) for piece in ranked[:room]}
    return make_tokenizer(_log_probabilities(pieces))


def normal(text: str) -> str:
    """Return ``text`` as the tokenizer sees it: NFKC, lower case, without punctuation and white space."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text).lower())


def _log_probabilities(pieces: dict[str, int]) -> list[tuple[str, float]]:
    total = math.log(sum(pieces.values()))
    return [(piece, math.log(pieces[piece]) - total) for piece in sorted(pieces, key=lambda p: (-pieces[p], p))]


def _best_use(texts: Sequence[str], pieces: dict[str, int]) -> dict[str, int]:
    """Return how often each piece stands in the best segmentation of ``texts``."""
    tokenizer = make_tokenizer(_log_probabilities(pieces))
    used = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for start in range(0, len(texts), 4096):
        encodings = tokenizer.encode_batch_fast(texts[start : start + 4096], add_special_tokens=False)
        ids = np.fromiter((token for encoding in encodings for token in encoding.ids), dtype=np.int64)
        used += np.bincount(ids, minlength=len(used))
    return {piece: int(used[number]) for piece, number in tokenizer.get_vocab().items()}


def _free_strings(texts: Iterable[str]) -> dict[str, int]:
    """Return strings of 1 to ``MAX_PIECE`` characters that hold together and stand free, with their counts."""
    joined = SEPARATORS.sub("\n", unicodedata.normalize("NFKC", "\n".join(texts)).lower()) + "\n" * (MAX_PIECE + 1)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    counts: dict[str, int] = {}
    for length in range(1, MAX_PIECE + 2):  # one longer than a piece, to know the neighbours
        counts.update(_count_strings(joined, codes, length))
    left, right = _commonest_neighbours(counts)
    total = sum(count for piece, count in counts.items() if len(piece) == 1)
    return {
        piece: count
        for piece, count in counts.items()
        if len(piece) == 1
        or (
            len(piece) <= MAX_PIECE
            and piece[0] not in BAD_START
            and piece[-1] not in BAD_END
            and count - max(left.get(piece, 0), right.get(piece, 0)) >= min(FREE_COUNT, MIN_FREEDOM * count)
            and _cohesion(piece, counts, total) >= MIN_COHESION[min(len(piece), 4) - 2]
        )
    }


def _count_strings(joined: str, codes: NDArray[np.uint64], length: int) -> dict[str, int]:
    """Return the strings of ``length`` characters without a separator that occur ``MIN_COUNT`` times or more."""
    n = len(codes) - length + 1
    hashes = np.zeros(n, dtype=np.uint64)
    whole = np.ones(n, dtype=bool)
    for offset in range(length):
        part = codes[offset : offset + n]
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + part  # wraps at 64 bits; collisions are rarer than misprints
        whole &= part != ord("\n")
    starts = np.flatnonzero(whole)
    _, first, count = np.unique(hashes[starts], return_index=True, return_counts=True)
    often = np.flatnonzero(count >= (2 if length == 1 else MIN_COUNT))
    return {joined[at : at + length]: int(c) for at, c in zip(starts[first[often]], count[often], strict=True)}


def _commonest_neighbours(counts: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Return, per string, the count of its commonest extension by one character to the left and to the right."""
    left: dict[str, int] = {}
    right: dict[str, int] = {}
    for string, count in counts.items():
        if len(string) > 1:
            left[string[1:]] = max(left.get(string[1:], 0), count)
            right[string[:-1]] = max(right.get(string[:-1], 0), count)
    return left, right


def _cohesion(piece: str, counts: dict[str, int], total: int) -> float:
    """Return the least pointwise mutual information, in nats, over all ways to cut ``piece`` in two."""
    return min(
        math.log(counts[piece] * total / (counts[piece[:cut]] * counts[piece[cut:]])) for cut in range(1, len(piece))
    )
