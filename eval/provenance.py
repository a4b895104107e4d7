"""What produced a figure: commit, corpus, index, encoder, settings, gold set, machine and day.

Reads the index's manifest, git and the machine; a value it cannot learn is "unknown", never guessed.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from eval.gold import gold_sha256
from index.store import CURRENT, current_version, read_manifest

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a run's figures come from."""

    commit: str  # short hash, with "+changes" when tracked files differ from it
    corpus_hash: str
    index_version: str
    encoder: str
    gold: str  # file name
    gold_sha256: str
    as_of: str  # day the questions were asked about, ISO
    settings: str  # what else was chosen: the answerer, workers
    machine: str
    python: str
    date: str  # when the run began, UTC, ISO to the second

    def same_run(self, other: Provenance) -> bool:
        """Whether lines of both may stand in one run file: all but workers, machine and time agree."""
        mine, theirs = asdict(self), asdict(other)
        return all(mine[key] == theirs[key] for key in RUN_KEY)


RUN_KEY = ("commit", "corpus_hash", "index_version", "encoder", "gold_sha256", "as_of")


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    folder = Path(__file__).resolve().parent
    done = subprocess.run([git, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit() -> str:
    """Return the checked-out commit; "unknown" outside a git checkout."""
    short = _git("rev-parse", "--short=12", "HEAD")
    if not short:
        return UNKNOWN
    return f"{short}+changes" if _git("status", "--porcelain", "--untracked-files=no") else short


def machine() -> str:
    """Return system, processor count and memory: "Linux x86_64, 2 cores, 24 GiB"."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    memory = f"{pages / 2**30:.0f} GiB" if pages else "memory unknown"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory}"


def collect(index_dir: Path, gold: Path, *, as_of: date | None, settings: str, reranker: str = "") -> Provenance:
    """Return the provenance of a run that begins now; a reranker is named with the encoder.

    :raises IndexUnusableError: if the index is damaged.
    """
    has_index = (index_dir / CURRENT).is_file()  # a test with a fake answerer has none
    version = current_version(index_dir) if has_index else UNKNOWN
    manifest = read_manifest(index_dir / version) if has_index else None
    return Provenance(
        commit=commit(),
        corpus_hash=manifest.corpus_sha256 if manifest else UNKNOWN,
        index_version=version,
        encoder=(f"{manifest.encoder} {manifest.encoder_sha256[:12]}" if manifest else UNKNOWN)
        + (f", reranker {reranker}" if reranker else ""),
        gold=gold.name,
        gold_sha256=gold_sha256(gold),
        as_of=(as_of or date.today()).isoformat(),
        settings=settings,
        machine=machine(),
        python=platform.python_version(),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def meta_path(run: Path) -> Path:
    """Return the file beside a run file that holds its provenance."""
    return run.with_name(f"{run.name}.meta.json")


def write_provenance(run: Path, provenance: Provenance) -> None:
    """Write the provenance beside the run file."""
    text = json.dumps(asdict(provenance), ensure_ascii=False, indent=1)
    meta_path(run).write_text(text + "\n", encoding="utf-8")


def provenance_from_json(record: object, where: str) -> Provenance:
    """Return the provenance in a JSON object; missing entries are "unknown".

    :raises ValueError: if it is not an object.
    """
    if not isinstance(record, dict):
        raise ValueError(f"{where}: provenance is not a JSON object; delete it and run again")
    return Provenance(**{name: str(record.get(name, UNKNOWN)) for name in Provenance.__dataclass_fields__})


def read_provenance(run: Path) -> Provenance | None:
    """Return the provenance beside a run file; None when the run has none.

    :raises ValueError: if the file is not a JSON object.
    """
    path = meta_path(run)
    if not path.is_file():
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path}: not JSON: {error.msg}; delete it and run again") from error
    return provenance_from_json(record, str(path))
