"""One side in a process of its own: ``python -m eval.recipe_probe usual|ours …`` prints one JSON object.

Started by ``eval.side_by_side``, so that memory is that of one side only; not a command for people.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from eval.bench_probe import peak_mib, resident_mib

TIMED = 200  # questions, evenly over the gold file, asked twice more for their latency
Retrieve = Callable[[str, date], list[str]]  # question, day asked about -> texts, best first


@dataclass(frozen=True, slots=True)
class SideProbe:
    """What one side found and what it cost."""

    ready_seconds: float  # from the first import until it can be asked; the usual recipe builds in it
    passages: int
    characters: int  # of all passages
    found: tuple[tuple[str, ...], ...]  # texts a question, best first, at most ten
    rounds_ms: tuple[tuple[float, ...], ...]  # two rounds over the timed questions, warm
    peak_mib: float
    serving_mib: float  # resident when the last question was answered


def _usual(corpus: Path) -> tuple[Retrieve, int, int]:
    from eval.usual_recipe import UsualRecipe, read_texts
    from index.embedding import BUNDLED_MODEL, StaticEmbedder

    recipe = UsualRecipe(read_texts(corpus), StaticEmbedder(BUNDLED_MODEL))
    return (
        lambda question, day: recipe.retrieve(question, top_k=10),
        len(recipe.chunks),
        sum(map(len, recipe.chunks)),
    )


def _ours(index_dir: Path) -> tuple[Retrieve, int, int]:
    from index.embedding import BUNDLED_MODEL, StaticEmbedder
    from index.snapshot import Snapshot
    from qa.lexicon import Lexicon
    from qa.linear import LinearModel
    from qa.retriever import FEATURES, RANKING_FILE, Retriever

    snapshot = Snapshot.open_current(index_dir)
    ranking = LinearModel.load(RANKING_FILE, FEATURES)
    retriever = Retriever(snapshot, StaticEmbedder(BUNDLED_MODEL), Lexicon.load(), ranking)

    def retrieve(question: str, day: date) -> list[str]:
        return [hit.passage.text for hit in retriever.retrieve(question, top_k=10, on=day)]

    return retrieve, snapshot.manifest.passages, 0  # characters: the build counted them


def probe(side: str, folder: Path, gold: Path, day: date) -> SideProbe:
    """Open one side and ask it every answerable question once, then the timed ones twice.

    :param folder: the corpus for ``usual``, a built index for ``ours``.
    """
    began = time.perf_counter()
    retrieve, passages, characters = _usual(folder) if side == "usual" else _ours(folder)
    ready = time.perf_counter() - began

    from eval.gold import read_gold
    from eval.retrieval_figures import searched_text

    questions = [(searched_text(one), one.as_of or day) for one in read_gold(gold) if one.answerable]
    found = tuple(tuple(retrieve(*question)) for question in questions)
    timed = questions[:: -(-len(questions) // TIMED)] if questions else []
    rounds = tuple(tuple(_milliseconds(retrieve, *question) for question in timed) for _ in range(2))
    return SideProbe(ready, passages, characters, found, rounds, peak_mib(), resident_mib())


def _milliseconds(retrieve: Retrieve, question: str, day: date) -> float:
    began = time.perf_counter()
    retrieve(question, day)
    return (time.perf_counter() - began) * 1000


def main(argv: Sequence[str]) -> int:
    """Run the measurement and print it; errors of the user's are one line."""
    side, folder, gold, day = argv
    try:
        result = probe(side, Path(folder), Path(gold), date.fromisoformat(day))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    sys.stdout.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
