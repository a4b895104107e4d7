"""One measurement in a process of its own: ``python -m eval.bench_probe build|ask …`` prints one JSON object.

Started by ``eval.bench``; not a command for people.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BuildProbe:
    """One build."""

    seconds: float  # from the first import to the published index
    peak_mib: float
    documents: int
    passages: int
    characters: int  # of the passages
    corpus_hash: str
    index_version: str
    encoder: str


@dataclass(frozen=True, slots=True)
class AskProbe:
    """One process that answered questions."""

    start_seconds: float  # from the first import to the first answer
    seconds: float  # for the questions after it
    memory_mib: float  # resident at the end
    total_ms: tuple[float, ...]  # per question, waiting for other threads included
    retrieve_ms: tuple[float, ...]  # as the answerer measured it; empty when it does not say


def resident_mib() -> float:
    """Return the resident memory of this process; its peak where the system does not tell the present value."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return peak_mib()
    line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def peak_mib() -> float:
    """Return the highest resident memory this process had."""
    import resource

    scale = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, KiB on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def build(corpus: Path, index_dir: Path) -> BuildProbe:
    """Build an index with the bundled encoder."""
    began = time.perf_counter()
    from index.__main__ import DEFAULT_MODEL
    from index.build import build_index
    from index.embedding import StaticEmbedder
    from index.snapshot import Snapshot

    build_index(corpus, index_dir, StaticEmbedder(DEFAULT_MODEL))
    seconds, peak = time.perf_counter() - began, peak_mib()
    snapshot = Snapshot.open_current(index_dir)
    rows = range(snapshot.manifest.passages)
    characters = sum(len(snapshot.passage(row).text) for row in rows)
    made = snapshot.manifest
    encoder = f"{made.encoder} {made.encoder_sha256[:12]}"
    return BuildProbe(seconds, peak, made.documents, len(rows), characters, made.corpus_sha256, made.version, encoder)


def ask(index_dir: Path, gold: Path, people: int, count: int) -> AskProbe:
    """Open the index and answer ``count`` gold questions in turn, ``people`` at once."""
    began = time.perf_counter()
    from eval.gold import read_gold
    from eval.run import open_answerer

    questions = read_gold(gold)
    answerer = open_answerer(index_dir)
    answerer.answer(questions[0].question, turns=questions[0].turns)
    start_seconds = time.perf_counter() - began

    def one(place: int) -> tuple[float, float | None]:
        question = questions[place % len(questions)]
        put = time.perf_counter()
        answer = answerer.answer(question.question, turns=question.turns, as_of=question.as_of)
        return (time.perf_counter() - put) * 1000, answer.timings_ms.get("retrieve")

    put = time.perf_counter()
    with ThreadPoolExecutor(people) as pool:
        timed = list(pool.map(one, range(count)))
    seconds = time.perf_counter() - put
    retrieve = tuple(value for _, value in timed if value is not None)
    return AskProbe(start_seconds, seconds, resident_mib(), tuple(total for total, _ in timed), retrieve)


def main(argv: Sequence[str]) -> int:
    """Run the measurement and print it; errors of the user's are one line."""
    try:
        probe: BuildProbe | AskProbe
        if argv[0] == "build":
            probe = build(Path(argv[1]), Path(argv[2]))
        else:
            probe = ask(Path(argv[1]), Path(argv[2]), int(argv[3]), int(argv[4]))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    sys.stdout.write(json.dumps(asdict(probe)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
