"""What the documents say about a change of topic: does the earlier question lead to what the new one asks about?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from qa.retriever import Retriever

# Passages whose documents are the earlier topic's, at most: 5 miss some, 20 lead everywhere; and no more than a tenth.
_LED_TO = 10


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a question's own words lead."""

    # Lexical score of the best passage, in parts of what a word that stands in one passage alone may score (so that
    # large and small indexes agree): high when the question says by itself what it is about.
    found: float
    share: float  # best score within the documents of the topic, in parts of ``found``; 1.0 when nothing is found


def ground(retriever: Retriever, topic: str, question: str) -> Ground:
    """Return where ``question`` leads after ``topic``, by the lexical leg alone."""
    asked = retriever.lexical_scores(retriever.analyse(question))
    found = float(asked.max(initial=0.0))
    if found <= 0:
        return Ground(0.0, 1.0)
    spoken = retriever.lexical_scores(retriever.analyse(topic))
    count = max(min(_LED_TO, len(spoken) // 10), 1)
    led_to = np.argpartition(-spoken, count)[:count] if len(spoken) > count else np.arange(len(spoken))
    owners = np.unique(retriever.owners[led_to[spoken[led_to] > 0]])
    within = asked[np.isin(retriever.owners, owners)]
    rare = float(np.log1p(retriever.snapshot.lexical.n_passages))
    return Ground(found / rare, float(within.max(initial=0.0)) / found)
