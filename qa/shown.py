"""What an answer shows: sentences in groups, one a part of the question, and the parts that nothing answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.citations import Quoted, quoted
from qa.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that stand together, from a new line on."""

    evidence: tuple[Evidence, ...]
    lead: str = ""  # a phrase of the program in front of them: which side of a comparison they are about


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer shows, and what it leaves open."""

    groups: tuple[Group, ...]  # in the order of what they answer
    best: Evidence | None  # the best sentence of all
    unanswered: tuple[str, ...]  # parts that nothing answers, in the words of the question
    probability: float  # that what is shown answers

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All sentences."""
        return tuple(one for group in self.groups for one in group.evidence)

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say of the parts left open."""
        return tuple(f"关于“{part}”，收录的文件里没有找到。" for part in self.unanswered)

    def pieces(self) -> list[Quoted]:
        """Return the pieces of the answer."""
        found: list[Quoted] = []
        for group in self.groups:
            first, *others = quoted(group.evidence, self.best)
            separate = first.own_line or len(self.groups) > 1
            found += [replace(first, own_line=separate, lead=group.lead), *others]
        return found
