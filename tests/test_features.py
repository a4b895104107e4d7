"""What the ranking looks at, computed from posting lists; checked against whole-column scores."""

from __future__ import annotations

import numpy as np
import pytest
from toy_answerer import LEXICON

from index.lexical import LexicalIndex
from qa.features import LEXICAL_FEATURES, CandidateMatches, lexical_features
from qa.query import analyse

BODIES = ["高龄补贴每月发放", "停车收费标准", "停车场管理", "养老"]
INDEX = LexicalIndex.build({"body": BODIES, "head": ["补贴办法", "停车办法", "停车办法", "停车"]})


def column(question: str, name: str, rows: tuple[int, ...] = (0, 1, 2, 3)) -> list[float]:
    """Return one named figure of the candidates."""
    figures = lexical_features(analyse(question, LEXICON), INDEX, np.array(rows, np.int64))
    assert figures.shape == (len(rows), len(LEXICAL_FEATURES))
    return [float(figure) for figure in figures[:, LEXICAL_FEATURES.index(name)]]


@pytest.mark.parametrize("rows", [(0, 1, 2, 3), (1,), (0, 3)])
@pytest.mark.parametrize("token", ["停车", "补贴", "彩票"])
@pytest.mark.parametrize("field", ["body", "head"])
def test_candidate_scores_are_those_of_the_whole_column(field: str, token: str, rows: tuple[int, ...]) -> None:
    found = CandidateMatches(INDEX, np.array(rows, np.int64)).row(field, token)
    assert found.tolist() == INDEX.scores(field, {token: 1.0})[list(rows)].tolist()


def test_no_candidates_give_no_rows() -> None:
    figures = lexical_features(analyse("停车", LEXICON), INDEX, np.zeros(0, np.int64))
    assert figures.shape == (0, len(LEXICAL_FEATURES))


def test_a_question_without_tokens_gives_zeros() -> None:
    assert column("？！", "body") == column("？！", "coverage") == [0, 0, 0, 0]


def test_body_and_head_are_told_apart() -> None:
    assert [score > 0 for score in column("停车", "body")] == [False, True, True, False]
    assert [score > 0 for score in column("停车", "head")] == [False, True, True, True]


def test_coverage_is_the_share_of_what_is_asked() -> None:
    assert column("停车收费标准", "coverage")[1] == pytest.approx(1.0)
    assert 0 < column("停车收费标准", "coverage")[2] < 0.5
    assert column("停车收费标准", "coverage")[0] == 0


def test_an_official_term_stands_for_the_everyday_word() -> None:
    assert column("老人钱", "coverage")[0] == 0
    assert column("老人钱", "coverage_concepts")[0] == pytest.approx(1.0)
    assert column("老人钱", "concepts")[0] > 0
    assert column("老人钱", "concepts")[1:] == [0, 0, 0]
