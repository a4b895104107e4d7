"""Readable linear models: named weights in a file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from qa.answerable import ANSWERABLE_MODEL, SIGNALS
from qa.evidence import SENTENCE_FEATURES
from qa.extractor import SENTENCE_MODEL
from qa.linear import LinearModel
from qa.retriever import FEATURES, RANKING_FILE

NAMES = ("body", "head")
MODEL = LinearModel(NAMES, np.array([2.0, -1.0], np.float32), 0.5)
FIGURES = np.array([[1, 0], [0, 1], [3, 2]], np.float32)


def test_a_score_is_bias_plus_weighted_figures() -> None:
    assert MODEL.scores(FIGURES).tolist() == [2.5, -0.5, 4.5]


def test_probabilities_are_the_logistic_of_scores() -> None:
    assert LinearModel.zero(NAMES).probabilities(FIGURES).tolist() == [0.5, 0.5, 0.5]
    assert MODEL.probabilities(FIGURES) == pytest.approx([0.924142, 0.377541, 0.989013], abs=1e-5)


def test_no_rows_give_no_scores() -> None:
    assert MODEL.scores(np.zeros((0, 2), np.float32)).tolist() == []


def test_a_saved_model_is_readable_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    MODEL.save(path, learned_from="toy.jsonl")
    values = json.loads(path.read_text("utf-8"))
    assert values == {"learned_from": "toy.jsonl", "bias": 0.5, "weights": {"body": 2.0, "head": -1.0}}
    assert LinearModel.load(path, NAMES).scores(FIGURES).tolist() == MODEL.scores(FIGURES).tolist()


def test_weights_go_by_name_not_by_place(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "model.json", learned_from="")
    turned = LinearModel.load(tmp_path / "model.json", ("head", "body"))
    assert turned.scores(FIGURES[:, ::-1]).tolist() == MODEL.scores(FIGURES).tolist()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"bias": 0, "weights": {"body": 1}}', r"figures \['head'\] differ"),
        ('{"bias": 0, "weights": {"body": 1, "head": 1, "old": 1}}', r"figures \['old'\] differ"),
        ('{"bias": 0}', "no model file"),
        ("not json", "no model file"),
    ],
)
def test_a_model_of_another_version_says_how_to_learn_it(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=said) as error:
        LinearModel.load(path, NAMES)
    assert "python -m eval fit" in str(error.value)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    ("path", "names"),
    [(RANKING_FILE, FEATURES), (SENTENCE_MODEL, SENTENCE_FEATURES), (ANSWERABLE_MODEL, SIGNALS)],
)
def test_the_models_that_ship_fit_and_say_what_they_were_learned_from(path: Path, names: tuple[str, ...]) -> None:
    model = LinearModel.load(path, names)
    assert np.isfinite(model.weights).all()
    assert json.loads(path.read_text("utf-8"))["learned_from"]
