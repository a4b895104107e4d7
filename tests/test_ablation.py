"""Parts switched off one by one, over the toy index, with weights a person can read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from eval_fakes import gold, unanswerable, write_gold
from toy_answerer import DAY, LEXICON, RANKING, named_model, toy_answerer, toy_retriever
from toy_encoder import write_toy_encoder
from toy_index import FILES, ToyEmbedder, open_toy, write_corpus

from eval.__main__ import main
from eval.ablation import (
    BODY,
    CONCEPTS,
    GROUPS,
    HEAD,
    LEARNED,
    ArmScore,
    RankFusion,
    SearchIndex,
    ablate,
    arms_of,
    as_table,
    zeroed,
)
from eval.ablation_command import lookup_changes
from eval.retrieval_figures import FIGURES, cell, searched_text, summary, table, values_of
from index.build import build_index
from index.embedding import StaticEmbedder
from qa.retriever import FEATURES

MODEL = named_model(FEATURES, RANKING)
QUESTIONS = [
    gold("q1", question="小型汽车停放多久免收停车费", evidence=("小型汽车停放不超过三十分钟的，免收停车费",)),
    gold("q2", question="虚报了怎么罚", style="colloquial", evidence=("由区民政局责令退回",)),
    gold("q3", question="初审要几个工作日", evidence=("应当在5个工作日内完成初审",)),
    unanswerable("u1"),
]


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ArmScore]:
    index = SearchIndex(open_toy(tmp_path_factory.mktemp("toy")), ToyEmbedder())
    return {score.name: score for score in ablate(index, LEXICON, MODEL, QUESTIONS, on=DAY)}


def test_every_group_is_made_of_figures_the_ranking_has() -> None:
    assert {name for names in GROUPS.values() for name in names} <= set(FEATURES)


def test_zeroing_takes_the_named_weights_only() -> None:
    model = named_model(("a", "b", "c"), {"a": 1.0, "b": 2.0, "c": 3.0}, 0.5)
    without = zeroed(model, ("b",))
    assert without.weights.tolist() == [1.0, 0.0, 3.0]
    assert without.bias == 0.5
    assert model.weights.tolist() == [1.0, 2.0, 3.0]


def test_zeroing_a_figure_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"figures \['colour'\] are not in the ranking"):
        zeroed(MODEL, ("body", "colour"))


def test_arms_are_compared_with_an_arm_before_them() -> None:
    seen = {""}
    for arm in arms_of(MODEL):
        assert arm.against in seen
        seen.add(arm.name)


@pytest.mark.parametrize(
    ("dense_weight", "best"),
    [(0.2, 0), (10.0, 2)],  # 1/61 + 0.2/62 against 0.2/61; 1/61 + 10/62 against 10/61 + 0
)
def test_fusion_adds_reciprocal_ranks(dense_weight: float, best: int) -> None:
    names = ("body", "dense_rank")
    fusion = RankFusion(names, np.array([1.0, 0.0], np.float32), 0.0, dense_weight)
    figures = np.array([[5.0, 1 / 2], [3.0, 0.0], [0.0, 1.0]], np.float32)
    fused = fusion.scores(figures)
    expected = [1 / 61 + dense_weight / 62, 1 / 62, dense_weight / 61]
    assert fused.tolist() == pytest.approx(expected, rel=1e-6)
    assert int(np.argmax(fused)) == (best if dense_weight < 1 else int(np.argmax(expected)))


def test_only_answerable_questions_count(scores: dict[str, ArmScore]) -> None:
    for score in scores.values():
        assert score.figures["recall@5"].questions == 3
        assert score.figures["colloquial@5"].questions == 1


def test_the_lexicon_finds_what_the_words_alone_do_not(scores: dict[str, ArmScore]) -> None:
    # 罚 stands nowhere in the corpus; the lexicon says 责令退回 beside 虚报
    assert scores[CONCEPTS].figures["recall@1"].value == 1.0
    assert scores[CONCEPTS].figures["colloquial@5"].value == 1.0
    assert scores[LEARNED].figures["recall@1"].value == 1.0


def test_differences_are_to_the_arm_named(scores: dict[str, ArmScore]) -> None:
    assert scores[BODY].figures["recall@5"].difference is None
    for score in scores.values():
        if not score.against:
            continue
        for name, figure in score.figures.items():
            before = scores[score.against].figures[name].value
            assert figure.value is not None
            assert before is not None
            assert figure.difference == pytest.approx(figure.value - before)
            assert figure.difference is not None
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.difference <= figure.high


def test_the_text_field_alone_does_not_see_titles(tmp_path: Path) -> None:
    index = SearchIndex(open_toy(tmp_path), ToyEmbedder())
    asked = [gold(question="公共停车场管理办法", evidence=("本办法自2021年6月1日起施行",))]
    found = {score.name: score.figures["recall@10"].value for score in ablate(index, LEXICON, MODEL, asked, on=DAY)}
    assert found[HEAD] == 1.0
    assert found["learned, no head"] is not None


def test_the_table_has_a_line_an_arm(scores: dict[str, ArmScore]) -> None:
    lines = as_table(list(scores.values())).splitlines()
    assert len(lines) == 2 + len(scores)
    assert all(line.count("|") == 3 + len(FIGURES) for line in lines)
    assert BODY in lines[2]


def test_values_are_undefined_for_another_style() -> None:
    values = values_of(
        [gold(), gold(style="colloquial")], [["补贴标准为每人每月三百元"], ["别的", "补贴标准为每人每月三百元"]]
    )
    assert values["recall@1"] == [1.0, 0.0]
    assert values["recall@5"] == [1.0, 1.0]
    assert values["colloquial@5"] == [None, 1.0]


def test_a_figure_defined_for_no_question_is_a_dash() -> None:
    figures = summary(
        {"recall@1": [1.0, 0.0], "colloquial@5": [None, None]}, {"recall@1": [0.0, 0.0], "colloquial@5": [None, None]}
    )
    assert cell(figures["colloquial@5"]) == "-"
    assert cell(figures["recall@1"]).startswith("0.500 (+0.500, +0.000 … +1.000)")


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert table({"a": ["1"], "bbb": ["22"]}, ("x", "y")).splitlines() == [
        "| x   | y  |",
        "| --- | -- |",
        "| a   | 1  |",
        "| bbb | 22 |",
    ]


def test_a_follow_up_is_searched_completed() -> None:
    question = gold(question="那一百周岁以上呢", turns=("高龄补贴每人每月多少钱",))
    assert "高龄补贴" in searched_text(question)
    assert searched_text(gold(question="停车费多少")) == "停车费多少"


def test_the_look_up_is_switched_off_and_on(tmp_path: Path) -> None:
    answerer = toy_answerer(toy_retriever(tmp_path))
    named = [
        gold(
            question="测政发〔2024〕3号第五条是怎么规定的", evidence=("应当在5个工作日内完成初审",), must=("5个工作日",)
        )
    ]
    changes = {change.metric.name: change for change in lookup_changes(answerer, named, on=DAY)}
    assert set(changes) == {"right", "recall@1", "recall@5"}
    assert changes["recall@1"].after == 1.0


def test_the_command_prints_tables_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    encoder = write_toy_encoder(tmp_path / "encoder", FILES.values())
    build_index(write_corpus(tmp_path / "corpus"), tmp_path / "index", StaticEmbedder(encoder))
    questions = write_gold(tmp_path / "gold.jsonl", *QUESTIONS)
    asked = ["ablation", "--index", str(tmp_path / "index"), "--gold", str(questions), "--model", str(encoder)]
    assert main([*asked, "--as-of", "2025-06-01"]) == 0
    printed = capsys.readouterr().out
    assert "| learned, no dense" in printed
    assert "as_of 2025-06-01" in printed
    assert main([*asked, "--as-of", "2025-06-01", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["provenance"]["gold"] == "gold.jsonl"
    assert [arm["name"] for arm in record["arms"]] == [arm.name for arm in arms_of(MODEL)]
    assert record["lookup"] == []


def test_a_missing_index_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = write_gold(tmp_path / "gold.jsonl", *QUESTIONS)
    assert main(["ablation", "--index", str(tmp_path / "nowhere"), "--gold", str(questions)]) == 2
    assert capsys.readouterr().err.startswith("error: ")
