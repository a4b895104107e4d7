"""Which ranked passages are shown, with scores that can be added up by eye."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import Passage
from qa.selection import ARTICLES, STEP_BACK, choose


def passage(name: str, *, article: str = "") -> Passage:
    """Return a passage of the document that the name's first letter says, with a text of its own."""
    return Passage(name, name[0], (article or name,), f"{name}的条文" + name * 20)


def chosen(scored: dict[str, float], *, top_k: int = 10, **options: object) -> list[tuple[str, float]]:
    passages = [passage(name) for name in scored]
    found = choose(passages, np.array([*scored.values()], np.float32), top_k=top_k, **options)  # type: ignore[arg-type]
    return [(passages[place].passage_id, round(score, 4)) for place, score in found]


FOUR_OF_A = {"A1": 9.0, "A2": 8.0, "A3": 7.0, "A4": 6.0, "B1": 8.5, "B2": 5.6, "B3": 5.4}


def test_a_fourth_article_steps_behind_what_scores_nearly_as_well() -> None:
    found = chosen(FOUR_OF_A)
    assert [name for name, _ in found] == ["A1", "B1", "A2", "A3", "B2", "A4", "B3"]
    assert found[5][1] == 6.0 - STEP_BACK


def test_a_named_document_keeps_its_order() -> None:
    assert [name for name, _ in chosen(FOUR_OF_A, named=["A"])] == ["A1", "B1", "A2", "A3", "A4", "B2", "B3"]
    assert chosen(FOUR_OF_A, step_back=0.0) == chosen(FOUR_OF_A, named=["A"])


def test_a_document_that_clearly_leads_is_taken_to_be_meant() -> None:
    led = {**FOUR_OF_A, "A1": 10.6}  # 2.1 above the best of B
    assert [name for name, _ in chosen(led)] == ["A1", "B1", "A2", "A3", "A4", "B2", "B3"]


def test_parts_of_one_article_count_as_one() -> None:
    names = ("A1", "A2", "A3", "A4", "A5", "B1", "B2")
    passages = [passage(name, article="清单" if "A3" <= name <= "A5" else "") for name in names]
    scores = np.array([9.0, 8.5, 8.0, 7.5, 7.0, 8.9, 6.9], np.float32)  # A: two articles and three parts of a list
    assert [place for place, _ in choose(passages, scores, top_k=9)] == [0, 5, 1, 2, 3, 4, 6]


def test_nearly_the_same_text_is_shown_once_in_its_best_place() -> None:
    twin = Passage("C1", "C", ("C1",), passage("A1").text + "。")
    found = choose([passage("B1"), twin, passage("A1")], np.array([1, 2, 3], np.float32), top_k=3)
    assert [place for place, _ in found] == [2, 0]


def test_ties_keep_the_order_given_and_nothing_gives_nothing() -> None:
    assert [name for name, _ in chosen({"A1": 1.0, "B1": 1.0, "C1": 1.0})] == ["A1", "B1", "C1"]
    assert choose([], np.zeros(0, np.float32), top_k=3) == []


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.floats(-20, 20, width=32)), max_size=30), st.integers(0, 12))
def test_scores_fall_and_nothing_is_lost_before_the_list_is_full(rows: list[tuple[str, float]], top_k: int) -> None:
    passages = [passage(f"{letter}{chr(0x4E00 + n)}") for n, (letter, _) in enumerate(rows)]
    given_scores = np.array([score for _, score in rows], np.float32)
    found = choose(passages, given_scores, top_k=top_k)
    scores = [score for _, score in found]
    assert len(found) == min(top_k, len(rows))
    assert len({place for place, _ in found}) == len(found)
    assert scores == sorted(scores, reverse=True)
    for place, score in found:
        assert 0 <= float(given_scores[place]) - score <= STEP_BACK + 1e-5
    for letter in "ABC":
        kept = [place for place, score in found if rows[place][0] == letter and score == float(given_scores[place])]
        if len(kept) < sum(rows[place][0] == letter for place, _ in found):
            assert len(kept) >= ARTICLES
