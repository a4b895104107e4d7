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
