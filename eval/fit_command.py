"""What ``python -m eval fit`` does: opens the index and learns from its gold set."""

from __future__ import annotations

from argparse import Namespace

from eval.gold import read_gold


def fit(arguments: Namespace) -> int:
    """Learn ranking, sentence and answerability weights and write them into the package ``qa``."""
    from eval.commands import say
    from eval.fit import fit_all
    from index.embedding import open_embedder
    from index.snapshot import Snapshot

    fit_all(
        Snapshot.open_current(arguments.index),
        open_embedder(arguments.model),
        read_gold(arguments.gold),
        on=arguments.as_of,
        learned_from=f"{arguments.gold.name} over {arguments.index.name}",
        say=say,
    )
    return 0


def fit_routing(arguments: Namespace) -> int:
    """Learn the judge of requests and write it into the package ``qa``; held-out figures for the first file."""
    from eval.commands import say
    from eval.fit_routing import fit, read_lines, right_when_held_out
    from qa.request_kind import MODEL_FILE, load_words

    held, *others = (read_lines(path) for path in (arguments.lines, *arguments.more))
    more = [line for lines in others for line in lines]
    words = load_words()
    given = right_when_held_out(held, more, words)
    wrong = [(line, kind) for line, kind in zip(held, given, strict=True) if line.kind != kind]
    for line, kind in wrong:
        say(f"{line.kind}, judged {kind}: {line.text}")
    say(f"right when held out: {1 - len(wrong) / len(held):.3f} of {len(held)} lines")
    sources = f"{arguments.lines.name} and " + ", ".join(path.name for path in arguments.more)
    fit([*held, *more], words).save(MODEL_FILE, learned_from=f"{len(held) + len(more)} lines of {sources}")
    return 0
