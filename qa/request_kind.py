"""What kind of request a text is, learned from examples: characters and named signs of speech through a small network.

The rules of ``qa.routing`` come first; this judges what they leave open. Knows nothing of documents or texts shown.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.records import Status

WORDS_FILE = Path(__file__).with_name("request_kind.toml")
MODEL_FILE = Path(__file__).with_name("request_kind.json")
ANSWER = "answer"  # a question for the documents
KINDS = (
    ANSWER,
    *(Status.EMERGENCY, Status.PERSONAL_RECORD, Status.COMPLAINT, Status.SMALLTALK),
    *(Status.UNSAFE, Status.INJECTION, Status.CLARIFICATION),
)
_STEP = 1 / 64  # weights are whole multiples of it in the file
_WEIGHT = 2.0  # of the characters together, and of the signs together, whatever their number
_LENGTHS = (3, 6, 9, 13, 18, 26, 40)
_CLAUSE_END = re.compile("[，,。！!；;？?、…~]+")
_IN_SENTENCES = re.compile("[我你他了吗呢啊呀怎么咋俺吧]")


@dataclass(frozen=True, slots=True)
class RequestWords:
    """What is looked for in a text, as people wrote it into the file."""

    fold: Mapping[str, str]  # 啥子 -> 什么
    folded: re.Pattern[str]
    frame: re.Pattern[str]
    signs: Mapping[str, re.Pattern[str]]
    last: tuple[str, ...]  # signs looked for in the last clause too
    asking: frozenset[str]  # signs that ask to be told something
    lean: tuple[float, ...]  # added to the score of each kind


@dataclass(frozen=True, slots=True)
class Weights:
    """One hidden layer: scores = relu(inputs @ first + first_bias) @ second + second_bias."""

    names: Mapping[str, int]  # of the inputs: row of ``first``
    first: NDArray[np.float32]  # (inputs, hidden)
    first_bias: NDArray[np.float32]
    second: NDArray[np.float32]  # (hidden, kinds)
    second_bias: NDArray[np.float32]

    def save(self, path: Path, *, learned_from: str) -> None:
        """Write the weights as whole numbers of 1/64, an input a line."""
        rows = [
            f"{json.dumps(name, ensure_ascii=False)}: {_whole(self.first[row])}" for name, row in self.names.items()
        ]
        head = json.dumps({"learned_from": learned_from, "kinds": KINDS}, ensure_ascii=False)[:-1]
        layers = f'"first_bias": {_whole(self.first_bias)},\n"second_bias": {_whole(self.second_bias)}'
        second = f'"second": {_whole(self.second)}'
        inputs = ",\n".join(rows)
        path.write_text(f'{head},\n{layers},\n{second},\n"first": {{\n{inputs}\n}}}}\n', encoding="utf-8")


@dataclass(frozen=True, slots=True)
class KindModel:
    """The learned judge; without weights it takes everything for a question."""

    words: RequestWords
    weights: Weights

    @classmethod
    def load(cls, words: Path = WORDS_FILE, weights: Path = MODEL_FILE) -> KindModel:
        """Read the words and the learned weights.

        :raises ValueError: with file and remedy, if one of them cannot be used.
        """
        return cls(load_words(words), load_weights(weights))

    def kind(self, text: str) -> str:
        """Return one of ``KINDS`` for a cleaned question."""
        scores = self.scores(text) + np.array(self.words.lean, np.float32)
        return KINDS[int(scores.argmax())]

    def scores(self, text: str) -> NDArray[np.float32]:
        """Return a score for each kind, shape (KINDS,), without the lean towards questions."""
        hidden = self.weights.first_bias.copy()
        for names in figures(text, self.words):
            rows = [self.weights.names[name] for name in names if name in self.weights.names]
            hidden += self.weights.first[rows].sum(axis=0) * np.float32(share(names))
        scores: NDArray[np.float32] = np.maximum(hidden, 0) @ self.weights.second + self.weights.second_bias
        return scores


def share(names: Sequence[str]) -> float:
    """Return the value of each input of one group: long texts weigh as much as short ones."""
    return float(_WEIGHT / len(names) ** 0.5) if names else 0.0


def figures(text: str, words: RequestWords) -> tuple[list[str], list[str]]:
    """Return the names of the inputs that a text has: characters and pairs of them, then signs ("<how")."""
    folded = words.folded.sub(lambda match: words.fold[match.group()], "".join(text.lower().split()))
    edged = f"^{folded}$"
    characters = dict.fromkeys(chain(edged, map("".join, pairwise(edged))))
    return list(characters), [f"<{sign}" for sign in _signs(folded, text, words)]


def _signs(folded: str, text: str, words: RequestWords) -> list[str]:
    found = [name for name, pattern in words.signs.items() if pattern.search(folded)]
    clauses = [clause for clause in _CLAUSE_END.split(folded) if clause]
    last = [name for name in words.last if clauses and words.signs[name].search(clauses[-1])]
    signs = [*found, *(f"last_{name}" for name in last)]
    signs.append(f"asks{min(3, len(words.asking.intersection(found)))}")
    signs.append(f"last_asks{min(2, len(words.asking.intersection(last)))}")
    parts = text.split()
    if len(parts) > 1:
        as_keywords = max(map(len, parts)) <= 7 and not _IN_SENTENCES.search(text)
        signs.append("keywords" if as_keywords else "blanks")
    rest = len(words.frame.sub("", folded))
    signs.append(f"rest{rest if rest < 2 else 3 if rest < 4 else 4}")
    signs.append(f"length{sum(len(folded) > length for length in _LENGTHS)}")
    return signs


def load_words(path: Path = WORDS_FILE) -> RequestWords:
    """Read the file of signs.

    :raises ValueError: with file and remedy, if a part is missing or a pattern is not a regular expression.
    """
    try:
        data: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        fold = {variant: standard for standard, variants in data["fold"].items() for variant in variants}
        signs = {name: re.compile("|".join(patterns)) for name, patterns in data["signs"].items()}
        return RequestWords(
            fold=fold,
            folded=_any_of(fold),
            frame=re.compile(_any_of(data["frame"]["words"]).pattern + "|[，,。.！!？?~～、…]"),
            signs=signs,
            last=tuple(name for name in data["last"]["signs"] if signs[name]),
            asking=frozenset(data["last"]["asking"]),
            lean=tuple(float(data["lean"].get(kind, 0.0)) for kind in KINDS),
        )
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise ValueError(f"{path}: {error}; correct it or restore the file that ships with the project") from error


def load_weights(path: Path = MODEL_FILE) -> Weights:
    """Read the learned weights.

    :raises ValueError: if the file is none, or is about other kinds of requests.
    """
    try:
        data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if tuple(data["kinds"]) != KINDS:
            raise ValueError(f"kinds {data['kinds']}, this version has {list(KINDS)}")
        return Weights(
            {name: row for row, name in enumerate(data["first"])},
            *(_numbers(values) for values in (list(data["first"].values()), data["first_bias"])),
            *(_numbers(data[key]) for key in ("second", "second_bias")),
        )
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path}: no model file ({error}); learn it with `python -m eval fit-routing`") from error


def _any_of(words: Sequence[str] | Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


def _whole(values: NDArray[np.float32]) -> str:
    whole = np.rint(values / _STEP).astype(int).tolist()
    return json.dumps(whole, separators=(",", ":"))


def _numbers(values: Sequence[Any]) -> NDArray[np.float32]:
    return np.array(values, np.float32) * np.float32(_STEP)
