"""Build time, start time, memory and latency at several corpus sizes and loads.

Every measurement runs in a process of its own (``eval.bench_probe``), so that memory is that of one index only and a
start is a real start. Nothing else should run on the machine meanwhile; the result cannot know whether it did.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.bench_probe import AskProbe, BuildProbe
from eval.provenance import Provenance
from eval.score import percentile

PROJECT = Path(__file__).resolve().parent.parent
Probe = Callable[[Sequence[str]], str]  # arguments of eval.bench_probe -> the JSON it printed


@dataclass(frozen=True, slots=True)
class Load:
    """Latencies with so many people asking at once, in one process."""

    people: int
    questions: int
    answers_per_second: float
    p50_ms: float  # from the question being taken up to the answer
    p95_ms: float
    max_ms: float
    retrieve_p50_ms: float | None  # retrieval alone, as the answerer measured it; None when it does not say


@dataclass(frozen=True, slots=True)
class Size:
    """One corpus size."""

    share: float  # of the corpus files' bytes
    files: int
    documents: int
    passages: int
    characters: int  # of the passages
    corpus_hash: str
    index_version: str
    encoder: str
    build_seconds: float
    build_peak_mib: float
    index_mib: float
    start_seconds: float  # from the first import to the first answer
    memory_mib: float  # resident after the questions of the first load
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """All sizes and what produced them."""

    provenance: Provenance
    corpus: str  # folder name
    sizes: tuple[Size, ...]


class ProbeError(ValueError):
    """A measuring process failed; the message holds the last line it wrote."""


def run_probe(arguments: Sequence[str], *, module: str = "eval.bench_probe") -> str:
    """Run one measuring process, ``python -m module``, and return the JSON line it printed.

    :raises ProbeError: if it failed.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", cwd=PROJECT)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ProbeError(f"{' '.join(arguments)}: measuring process ended with {done.returncode}: {last}")
    return done.stdout.strip().splitlines()[-1]


def part_of(corpus: Path, share: float, folder: Path) -> int:
    """Copy the first files of ``corpus`` (by path) into ``folder`` until ``share`` of its bytes; return how many.

    At least one file is copied, so shares below one file's give the same corpus.

    :raises ValueError: if the corpus holds no file.
    """
    files = sorted(path for path in corpus.rglob("*") if path.is_file() and not path.name.startswith((".", "README")))
    if not files:
        raise ValueError(f"{corpus}: holds no file; give a folder of documents")
    wanted = share * sum(path.stat().st_size for path in files)
    copied = total = 0
    for path in files:
        if copied and total >= wanted:
            break
        target = folder / path.relative_to(corpus)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        copied, total = copied + 1, total + path.stat().st_size
    return copied


def load_of(people: int, asked: AskProbe) -> Load:
    """Return the latencies of one process, milliseconds rounded to a tenth."""
    total, retrieve = sorted(asked.total_ms), percentile(sorted(asked.retrieve_ms), 0.5)
    return Load(
        people,
        len(total),
        round(len(total) / asked.seconds, 1),
        round(percentile(total, 0.50) or 0.0, 1),
        round(percentile(total, 0.95) or 0.0, 1),
        round(total[-1], 1),
        None if retrieve is None else round(retrieve, 2),
    )


def measure_size(
    corpus: Path, share: float, gold: Path, *, people: Sequence[int], questions: int, probe: Probe = run_probe
) -> Size:
    """Build and ask one corpus size in a temporary folder; ``people`` are the loads, at least one.

    :raises ProbeError: if building or asking failed.
    """
    with tempfile.TemporaryDirectory(prefix="zhengda-bench-") as name:
        folder, index_dir = Path(name) / "corpus", Path(name) / "index"
        files = part_of(corpus, share, folder)
        built = BuildProbe(**json.loads(probe(["build", str(folder), str(index_dir)])))
        asked = [
            AskProbe(**json.loads(probe(["ask", str(index_dir), str(gold.resolve()), str(count), str(questions)])))
            for count in people
        ]
        index_bytes = sum(path.stat().st_size for path in index_dir.rglob("*") if path.is_file())
    return Size(
        share=share,
        files=files,
        documents=built.documents,
        passages=built.passages,
        characters=built.characters,
        corpus_hash=built.corpus_hash,
        index_version=built.index_version,
        encoder=built.encoder,
        build_seconds=round(built.seconds, 2),
        build_peak_mib=round(built.peak_mib, 1),
        index_mib=round(index_bytes / 2**20, 1),
        start_seconds=round(asked[0].start_seconds, 2),
        memory_mib=round(asked[0].memory_mib, 1),
        loads=tuple(load_of(count, one) for count, one in zip(people, asked, strict=True)),
    )


def as_json(bench: Bench) -> str:
    """Return the measurements as readable JSON."""
    return json.dumps(asdict(bench), ensure_ascii=False, indent=1) + "\n"


def as_table(bench: Bench) -> str:
    """Return the measurements as text, one line a size and one a load."""
    lines = []
    for size in bench.sizes:
        lines.append(
            f"{size.share:5.0%} {size.files} files, {size.documents} documents, {size.passages} passages: "
            f"build {size.build_seconds} s (peak {size.build_peak_mib} MiB), index {size.index_mib} MiB, "
            f"first answer after {size.start_seconds} s, resident {size.memory_mib} MiB"
        )
        for load in size.loads:
            retrieve = "-" if load.retrieve_p50_ms is None else f"{load.retrieve_p50_ms} ms"
            lines.append(
                f"      {load.people:3} at once: p50 {load.p50_ms} ms, p95 {load.p95_ms} ms, max {load.max_ms} ms, "
                f"{load.answers_per_second} answers/s, retrieval p50 {retrieve} ({load.questions} questions)"
            )
    return "\n".join(lines)
