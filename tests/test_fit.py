"""Learning the three small models: the mathematics on toy figures, the whole line on a toy index."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from eval_fakes import gold
from toy_answerer import DAY
from toy_index import ToyEmbedder, open_toy

from eval import fit
from eval.fitting import RankingCase, fit_logistic, fit_ranking, folds

RANDOM = np.random.default_rng(0)


def test_ranking_learns_which_figure_marks_the_relevant_candidate() -> None:
    cases = []
    for _ in range(40):
        figures = RANDOM.normal(size=(6, 3))
        relevant = np.arange(6) == int(np.argmax(figures[:, 1]))  # the second figure decides, the others are noise
        cases.append(RankingCase(figures, relevant))
    weights = fit_ranking(cases)
    assert weights[1] > 5 * max(abs(weights[0]), abs(weights[2]))
    assert all(case.relevant[int(np.argmax(case.figures @ weights))] for case in cases)


def test_a_question_without_a_relevant_candidate_teaches_nothing() -> None:
    clear = RankingCase(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([True, False]))
    none = RankingCase(np.array([[0.0, 9.0], [9.0, 0.0]]), np.array([False, False]))
    assert fit_ranking([clear, none]) == pytest.approx(fit_ranking([clear]))


def test_ranking_without_any_relevant_candidate_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no question has a relevant candidate"):
        fit_ranking([RankingCase(np.ones((2, 2)), np.array([False, False]))])


def test_logistic_regression_finds_the_border() -> None:
    figures = np.linspace(-3, 3, 61)[:, None]
    wanted = (figures[:, 0] > 1).astype(float)
    weights, bias = fit_logistic(figures, wanted, np.ones(61))
    assert weights[0] > 0
    assert -bias / weights[0] == pytest.approx(1.05, abs=0.1)


def test_a_figure_that_never_changes_gets_no_say() -> None:
    figures = np.array([[0.0, 7.0], [1.0, 7.0], [0.0, 7.0], [1.0, 7.0]])
    weights, bias = fit_logistic(figures, np.array([0.0, 1.0, 0.0, 1.0]), np.ones(4))
    probabilities = 1 / (1 + np.exp(-(figures @ weights + bias)))
    assert (probabilities > 0.5).tolist() == [False, True, False, True]


def test_case_weights_move_the_border() -> None:
    figures = np.array([[0.0], [0.0], [1.0], [1.0]])
    wanted = np.array([0.0, 1.0, 0.0, 1.0])
    weights, bias = fit_logistic(figures, wanted, np.array([3.0, 1.0, 1.0, 3.0]))
    assert 1 / (1 + np.exp(-bias)) == pytest.approx(0.25, abs=0.02)
    assert 1 / (1 + np.exp(-(weights[0] + bias))) == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize(("count", "parts"), [(10, 5), (13, 5), (3, 5)])
def test_folds_are_a_fixed_partition(count: int, parts: int) -> None:
    made = folds(count, parts)
    assert sorted(int(index) for part in made for index in part) == list(range(count))
    assert max(map(len, made)) - min(map(len, made)) <= 1
    assert [part.tolist() for part in made] == [part.tolist() for part in folds(count, parts)]


QUESTIONS = [
    gold("q1", question="小型汽车停放多久免收停车费", evidence=("小型汽车停放不超过三十分钟的，免收停车费",)),
    gold("q2", question="公共停车场由谁监督管理", evidence=("公共停车场由市交通运输局负责监督管理",)),
    gold("q3", question="一百周岁以上每人每月多少元", evidence=("一百周岁以上，每人每月500元",)),
    gold("q4", question="高龄补贴提交什么材料", evidence=("提交身份证、户口簿和银行卡复印件",)),
    gold("q5", question="初审要几个工作日", evidence=("应当在5个工作日内完成初审",)),
    gold("q6", question="谁可以领取高龄补贴", evidence=("年满八十周岁、户籍在本市的老年人",)),
    gold("u1", question="护照怎么办理", kind="unanswerable", evidence=(), must=()),
    gold("u2", question="彩票中奖缴多少税", kind="unanswerable", evidence=(), must=()),
    gold("u3", question="停车场可以给电动车充电吗", kind="unanswerable", evidence=(), must=()),
]


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Learn on the toy index into a folder of its own; return it and what was said."""
    folder = tmp_path_factory.mktemp("learned")
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("RANKING_FILE", "SENTENCE_MODEL", "ANSWERABLE_MODEL"):
            patch.setattr(fit, name, folder / f"{name}.json")
        snapshot = open_toy(tmp_path_factory.mktemp("toy"))
        fit.fit_all(snapshot, ToyEmbedder(), QUESTIONS, on=DAY, learned_from="toy", say=said.append)
    return folder, said


def test_all_three_models_are_written(learned: tuple[Path, list[str]]) -> None:
    folder, _ = learned
    for path in folder.iterdir():
        values = json.loads(path.read_text("utf-8"))
        assert values["learned_from"] == "toy"
        assert all(np.isfinite(weight) for weight in values["weights"].values())
    assert len(list(folder.iterdir())) == 3


def test_cross_validated_figures_are_said(learned: tuple[Path, list[str]]) -> None:
    _, said = learned
    recall = next(line for line in said if "recall@5" in line)
    assert 0.5 <= float(recall.split()[-1]) <= 1.0
    assert sum("unanswerable refused" in line for line in said) >= 1


def test_a_gold_set_of_another_corpus_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "RANKING_FILE", tmp_path / "ranking.json")
    other = [gold("x", question="护照怎么办理", evidence=("护照由公安机关签发给本国公民",))]
    with pytest.raises(ValueError, match="is this the index that the gold file is about"):
        fit.fit_all(
            open_toy(tmp_path), ToyEmbedder(), other, on=date(2025, 1, 1), learned_from="", say=lambda line: None
        )
    assert not (tmp_path / "ranking.json").exists()
