"""What ``python -m eval gold check | new | import | export-beir`` does."""

from __future__ import annotations

import sys
from argparse import Namespace

from eval.gold import question_to_json, read_gold


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def check(arguments: Namespace) -> int:
    """Print findings and balance; status 1 when the file has an error."""
    from eval.gold_check import balance_table, check_file

    questions, findings = check_file(arguments.gold, arguments.corpus)
    for finding in findings:
        _say(str(finding))
    if questions:
        _say(balance_table(questions))
    errors = sum(finding.is_error for finding in findings)
    if arguments.corpus is None:
        _say("evidence was not looked up: give --corpus")
    _say(f"{arguments.gold}: {errors} errors, {len(findings) - errors} notes")
    return 1 if errors else 0


def new(arguments: Namespace) -> int:
    """Show a random article, ask for the fields, append the question."""
    from eval.gold_new import append, describe, interview, random_passage
    from index.snapshot import Snapshot

    document, passage = random_passage(Snapshot.open_current(arguments.index), arguments.seed)
    _say(describe(document, passage))
    try:
        question = interview(input, _say, document, passage)
    except (EOFError, KeyboardInterrupt):
        _say("\nstopped; nothing was written")
        return 1
    append(arguments.gold, question, _say)
    _say(f"{arguments.gold}: appended {question.id}")
    return 0


def import_table(arguments: Namespace) -> int:
    """Write the rows of a table as a gold file."""
    from eval.gold_exchange import read_table

    if arguments.out.exists():
        raise ValueError(f"{arguments.out}: is there already; give another --out")
    questions = read_table(arguments.table)
    arguments.out.write_text("".join(f"{question_to_json(question)}\n" for question in questions), encoding="utf-8")
    _say(f"{arguments.out}: {len(questions)} questions")
    return 0


def export_beir(arguments: Namespace) -> int:
    """Write gold questions and the index's passages as a BEIR data set."""
    from eval.gold_exchange import write_beir
    from index.snapshot import Snapshot

    snapshot = Snapshot.open_current(arguments.index)
    passages = [snapshot.passage(row) for row in range(snapshot.manifest.passages)]
    pairs = [(snapshot.documents[passage.doc_id], passage) for passage in passages]
    questions = read_gold(arguments.gold)
    judged = write_beir(questions, pairs, arguments.out)
    _say(f"{arguments.out}: {len(pairs)} passages, {len(questions)} questions, {judged} judgements")
    return 0
