"""``python -m index build | documents | show | verify | rollback | train-encoder``."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

DEFAULT_INDEX = Path("var/index")
DEFAULT_MODEL = Path(__file__).resolve().parent.parent / "models" / "static-zh"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; users' own mistakes give one line and exit code 2."""
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return int(arguments.run(arguments))
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    from index.training.command import add_arguments, run

    parser = argparse.ArgumentParser(prog="python -m index", description="documents in, searchable index out")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="read a folder of documents and publish a new index")
    build.add_argument("corpus", type=Path, help="folder of .txt .md .html .docx .pdf .ofd files")
    build.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="folder of the encoder (default: bundled)")
    build.add_argument("--strict", action="store_true", help="fail when articles of a document are missing")
    documents = commands.add_parser("documents", help="list the documents of the index")
    documents.add_argument("--json", action="store_true")
    documents.add_argument("--as-of", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
    show = commands.add_parser("show", help="print a document, a passage or the ingest report")
    show.add_argument("id", nargs="?", help="doc_id or passage_id")
    show.add_argument("--report", action="store_true", help="what was read, left out, merged and refused")
    show.add_argument("--json", action="store_true", help="the whole report as JSON")
    show.add_argument("--html", type=Path, metavar="FILE", help="write the report as one HTML page")
    verify = commands.add_parser("verify", help="check every file of the serving index by hash")
    rollback = commands.add_parser("rollback", help="serve the index built before the current one")
    for command, action in (
        (build, _build),
        (documents, _documents),
        (show, _show),
        (verify, _verify),
        (rollback, _rollback),
    ):
        command.add_argument(
            "--index", type=Path, default=DEFAULT_INDEX, help="folder of built indexes (default: var/index)"
        )
        command.set_defaults(run=action)
    train = commands.add_parser("train-encoder", help="train a static sentence encoder on raw text")
    add_arguments(train)
    train.set_defaults(run=run)
    return parser


def _build(arguments: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from index.build import build_index
    from index.embedding import open_embedder

    embedder = open_embedder(arguments.model)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    terminal = Console(stderr=True)
    with Progress(*columns, transient=True, console=terminal, disable=not terminal.is_terminal) as bar:
        task = bar.add_task("读取文件", total=1.0)
        result = build_index(
            arguments.corpus,
            arguments.index,
            embedder,
            strict=arguments.strict,
            progress=lambda step, share: bar.update(task, description=step, completed=share),
        )
    made = result.manifest
    new = f"{result.files_parsed} files and {result.passages_embedded} passages new or changed"
    held = f"{made.documents} documents, {made.passages} passages ({new})"
    print(f"{held} in {result.seconds:.1f} s -> {arguments.index / made.version}")
    return 0


def _documents(arguments: argparse.Namespace) -> int:
    from index.listing import document_rows
    from index.snapshot import Snapshot

    rows = document_rows(Snapshot.open_current(arguments.index), arguments.as_of or date.today())
    if arguments.json:
        print(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(f"{row.doc_number or '-'}\t{row.issued or '-'}\t{row.validity}\t{row.articles}\t{row.title}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from index.listing import read_report, report_text, show_text
    from index.report_json import encode_report
    from index.report_page import report_page
    from index.snapshot import Snapshot

    snapshot = Snapshot.open_current(arguments.index)
    if arguments.html:
        arguments.html.write_text(report_page(snapshot), encoding="utf-8")
        print(arguments.html)
    elif arguments.json:
        print(encode_report(read_report(snapshot)))
    elif arguments.report:
        print(report_text(snapshot))
    elif arguments.id is None:
        raise ValueError("show needs a doc_id, a passage_id or --report; `python -m index documents` lists the ids")
    else:
        print(show_text(snapshot, arguments.id))
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from index.store import current_version, verify

    manifest = verify(arguments.index / current_version(arguments.index))
    print(f"{manifest.version}: {len(manifest.files)} files, {manifest.passages} passages, all hashes agree")
    return 0


def _rollback(arguments: argparse.Namespace) -> int:
    from index.publish import roll_back

    print(f"serving {roll_back(arguments.index)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
