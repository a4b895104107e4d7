"""Asks every gold question and writes the run file; can stop and go on where it stopped.

Knows nothing of scores. The answerer is anything that fits ``Answerer``; the real one is in ``qa.answerer``.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol, TextIO

from eval.gold import GoldQuestion
from eval.provenance import RUN_KEY, Provenance, read_provenance, write_provenance
from eval.run_file import parse_run_line
from eval.run_lines import answer_line, error_line
from qa.records import Answer

logger = logging.getLogger(__name__)
MODEL = Path(__file__).resolve().parent.parent / "models" / "static-zh"


class Answerer(Protocol):
    """What a run needs of the question answerer."""

    def answer(self, question: str, *, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        """Return the answer to ``question`` after the earlier ``turns``, as of a day (today when None)."""
        ...


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did."""

    asked: int
    resumed: int  # questions whose line stood in the file already
    errors: tuple[str, ...]  # ids whose answering raised


def open_answerer(index_dir: Path, *, model: Path = MODEL, reranker: Path | None = None) -> Answerer:
    """Return the real answerer over a built index; ``model`` and ``reranker`` as in ``qa.opening``.

    :raises ValueError: if the folder holds no usable index; the message says what to do.
    """
    from qa import opening  # slow import: the search libraries

    return opening.open_answerer(index_dir, model=model, reranker=reranker)


def ask(answerer: Answerer, gold: GoldQuestion, as_of: date | None) -> str:
    """Return the run line of one question and its other wordings.

    An exception becomes an error line: one question that fails must not cost the other two thousand, and the score
    counts it as wrong.
    """
    day = gold.as_of or as_of
    try:
        answer = answerer.answer(gold.question, turns=gold.turns, as_of=day)
        wordings = [(other, answerer.answer(other, turns=gold.turns, as_of=day)) for other in gold.wordings]
        return answer_line(gold, answer, wordings)
    except Exception as error:
        logger.exception("question %s failed", gold.id)
        return error_line(gold, error)


# One answerer a worker process, opened by its initializer: a global is the only place the pool offers for it.
_process_answerer: Answerer | None = None


def _open_in_process(opener: Callable[[Path], Answerer], index_dir: Path) -> None:
    global _process_answerer
    _process_answerer = opener(index_dir)


def _ask_in_process(gold: GoldQuestion, as_of: date | None) -> str:
    if _process_answerer is None:
        raise RuntimeError("the worker process has no answerer; start it through ask_in_processes")
    return ask(_process_answerer, gold, as_of)


def _in_order(pool: Executor, work: Callable[[GoldQuestion], str], questions: Sequence[GoldQuestion]) -> Iterator[str]:
    with pool:
        yield from pool.map(work, questions)


def ask_in_threads(
    answerer: Answerer, questions: Sequence[GoldQuestion], *, as_of: date | None, workers: int = 1
) -> Iterator[str]:
    """Yield the run lines in the order of the questions; all workers share one answerer."""
    work = functools.partial(_ask_with, answerer, as_of)
    if workers == 1:  # no pool: latencies without waiting for another thread
        return map(work, questions)
    return _in_order(ThreadPoolExecutor(workers), work, questions)


def _ask_with(answerer: Answerer, as_of: date | None, gold: GoldQuestion) -> str:
    return ask(answerer, gold, as_of)


def ask_in_processes(
    index_dir: Path,
    questions: Sequence[GoldQuestion],
    *,
    as_of: date | None,
    workers: int,
    opener: Callable[[Path], Answerer] = open_answerer,
) -> Iterator[str]:
    """Yield the run lines in the order of the questions; every worker process calls ``opener`` for itself."""
    # spawn: a forked child of a process that already runs search threads can hang
    opening = (opener, index_dir)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_open_in_process, initargs=opening)
    return _in_order(pool, functools.partial(_ask_in_process, as_of=as_of), questions)


def resumable(out: Path, provenance: Provenance) -> set[str]:
    """Return the ids whose lines in ``out`` can be kept; drops a half-written or failed line from the file.

    :raises ValueError: if the file was written under other conditions.
    """
    if not out.is_file():
        return set()
    before = read_provenance(out)
    if before is None or not before.same_run(provenance):
        other = [key for key in RUN_KEY if before is None or getattr(before, key) != getattr(provenance, key)]
        raise ValueError(
            f"{out}: was written with another {', '.join(other)}; give another --out, or --fresh to write it anew"
        )
    keep: dict[str, str] = {}
    for text in out.read_text(encoding="utf-8").split("\n"):
        try:
            line = parse_run_line(text)
        except ValueError:
            continue  # cut off when the run was stopped: asked again
        if not line.error:
            keep[line.id] = text
    out.write_text("".join(f"{text}\n" for text in keep.values()), encoding="utf-8")
    return set(keep)


def write_run(
    out: Path,
    questions: Sequence[GoldQuestion],
    provenance: Provenance,
    ask_all: Callable[[Sequence[GoldQuestion]], Iterator[str]],
    *,
    fresh: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> RunResult:
    """Write the run file and its provenance; lines already there are kept unless ``fresh``.

    :raises ValueError: if the file was written under other conditions and ``fresh`` is not set.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    done = set() if fresh else resumable(out, provenance)
    todo = [question for question in questions if question.id not in done]
    write_provenance(out, provenance)
    with out.open("a" if done else "w", encoding="utf-8") as file:
        errors = _write_lines(file, ask_all(todo) if todo else iter(()), len(done), len(questions), progress)
    return RunResult(len(todo), len(done), tuple(errors))


def _write_lines(
    file: TextIO, lines: Iterator[str], done: int, total: int, progress: Callable[[int, int], None]
) -> list[str]:
    errors = []
    progress(done, total)
    for line in lines:
        file.write(f"{line}\n")
        file.flush()  # a stopped run loses at most the line at hand
        done += 1
        progress(done, total)
        record = parse_run_line(line)
        if record.error:
            errors.append(record.id)
    return errors
