"""``python -m qa "问题"`` answers on the terminal; ``python -m qa explain "问题"`` shows how the answer came about."""

from __future__ import annotations

import argparse
import io
import logging
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from qa.filter_arguments import add_filter_arguments, chosen_filters, day

if TYPE_CHECKING:
    from qa.explain import Stage

DEFAULT_INDEX = Path("var/index")
DEFAULT_MODEL = Path(__file__).resolve().parent.parent / "models" / "static-zh"
MAX_WIDTH = 100  # columns: longer lines are hard to read


def main(argv: Sequence[str] | None = None) -> int:
    """Answer one question; users' own mistakes give one line and exit code 2."""
    given = list(sys.argv[1:] if argv is None else argv)
    explaining = given[:1] == ["explain"]
    arguments = _parser(explaining).parse_args(given[explaining:])
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)  # on the handler: bm25s sets its own logger to DEBUG
    logging.basicConfig(handlers=[handler], format="%(levelname)s %(name)s: %(message)s")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show 〔 shows ? and the rest
    try:
        print(_said(arguments, explaining=explaining))
    except (ValueError, OSError) as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


class _Parser(argparse.ArgumentParser):
    """One line for a wrong option, like every other mistake."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message}; see {self.prog} --help\n")


def _parser(explaining: bool) -> argparse.ArgumentParser:
    if explaining:
        parser = _Parser(prog="python -m qa explain", description="show every stage of answering a question")
    else:
        parser = _Parser(
            prog="python -m qa",
            description="answer a question from the indexed documents",
            epilog='`python -m qa explain "问题"` shows how the answer came about',
        )
        parser.add_argument("--json", action="store_true", help="one JSON object: the fields of a run line and more")
        parser.add_argument("--trace", action="store_true", help="also print the steps and times")
    parser.add_argument("question", nargs="+", metavar="问题")
    parser.add_argument(
        "--index", type=Path, default=DEFAULT_INDEX, help="folder of built indexes (default: var/index)"
    )
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="folder of the encoder (default: bundled)")
    parser.add_argument("--reranker", type=Path, metavar="FOLDER", help="cross-encoder for the first 20 candidates")
    parser.add_argument("--turn", action="append", default=[], metavar="问题", help="an earlier question, oldest first")
    parser.add_argument("--as-of", type=day, metavar="YYYY-MM-DD", help="day asked about (default: today)")
    add_filter_arguments(parser)
    return parser


def _said(arguments: argparse.Namespace, *, explaining: bool) -> str:
    from qa.answer_json import answer_json
    from qa.explain import explain
    from qa.opening import open_answerer
    from qa.terminal import answer_text

    question = " ".join(arguments.question)
    answerer = open_answerer(arguments.index, model=arguments.model, reranker=arguments.reranker)
    filters = chosen_filters(arguments, answerer.snapshot.documents.values())
    width = min(shutil.get_terminal_size((80, 24)).columns, MAX_WIDTH)
    if explaining:
        answer, stages = explain(answerer, question, turns=arguments.turn, as_of=arguments.as_of, filters=filters)
        return "\n\n".join([_stages(stages, width), answer_text(answer, answerer.snapshot, width=width)])
    answer = answerer.answer(question, turns=arguments.turn, as_of=arguments.as_of, filters=filters)
    if arguments.json:
        return answer_json(answer, indent=1)
    text = answer_text(answer, answerer.snapshot, width=width)
    if arguments.trace:
        times = [f"{name} {value:.1f} ms" for name, value in answer.timings_ms.items()]
        text += "\n\n" + "\n".join(("步骤", *(f"  · {step}" for step in (*answer.trace, *times))))
    return text


def _stages(stages: Sequence[Stage], width: int) -> str:
    from qa.terminal import wrap

    return "\n".join(
        f"【{stage.name}】\n" + "\n".join(wrap(fact, width, indent="    ") for fact in stage.facts) for stage in stages
    )


if __name__ == "__main__":
    sys.exit(main())
