"""The right passage first, over two invented documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_answerer import DAY, HOSTILE, LEXICON, RANKING, named_model, toy_retriever
from toy_index import PARKING, PASSAGES, ToyEmbedder, write_corpus

from index.build import build_index
from index.snapshot import Snapshot
from qa.filters import Filters
from qa.records import ScoredPassage
from qa.retriever import FEATURES, HINT_WEIGHT, Preferences, Retriever


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


def best(retriever: Retriever, question: str) -> str:
    return retriever.retrieve(question, top_k=3, on=DAY)[0].passage.passage_id


@pytest.mark.parametrize(
    ("question", "passage_id"),
    [
        ("小型汽车停放多久免收停车费", "测政办发-2021-15#第三条"),
        ("公共停车场由谁监督管理", "测政办发-2021-15#第二条"),
        ("申请提交身份证户口簿吗", "测政发-2024-3#第四条"),
        ("高龄补贴每人每月标准", "测政发-2024-3#第三条"),
        ("初审几个工作日", "测政发-2024-3#第五条"),
        ("老人钱每人每月标准", "测政发-2024-3#第三条"),  # by the lexicon: 老人钱 -> 高龄补贴
        ("虚报了怎么罚", "测政发-2024-3#第六条"),  # by the lexicon, in its context
    ],
)
def test_the_article_that_answers_comes_first(retriever: Retriever, question: str, passage_id: str) -> None:
    assert best(retriever, question) == passage_id


def test_hits_are_ranked_distinct_and_hold_their_figures(retriever: Retriever) -> None:
    hits = retriever.retrieve("高龄补贴", top_k=5, on=DAY)
    assert len(hits) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.passage_id for hit in hits}) == 5
    for hit in hits:
        assert hit.document.doc_id == hit.passage.doc_id
        assert set(hit.features) == set(FEATURES)


def test_the_same_question_gives_the_same_list(retriever: Retriever) -> None:
    once, twice = (retriever.retrieve("停车场收费标准", top_k=10, on=DAY) for _ in range(2))
    assert [(hit.passage.passage_id, hit.score) for hit in once] == [
        (hit.passage.passage_id, hit.score) for hit in twice
    ]


def test_no_more_than_asked_for_and_no_more_than_there_are(retriever: Retriever) -> None:
    assert len(retriever.retrieve("高龄补贴", top_k=1, on=DAY)) == 1
    assert len(retriever.retrieve("高龄补贴停车", top_k=100, on=DAY)) <= PASSAGES


def test_the_day_is_seen_by_the_ranking(retriever: Retriever) -> None:
    def out_of_force(on: date) -> float:
        return retriever.retrieve("高龄补贴", top_k=1, on=on)[0].features["out_of_force"]

    assert out_of_force(date(2026, 12, 31)) == 0.0
    assert out_of_force(date(2027, 1, 1)) == 1.0


def test_the_same_article_in_two_documents_is_shown_once(tmp_path: Path) -> None:
    copy = PARKING.replace("公共停车场管理办法", "停车场暂行办法").replace("15号", "9号")
    write_corpus(tmp_path / "corpus")
    (tmp_path / "corpus" / "旧.txt").write_text(copy, "utf-8")
    build_index(tmp_path / "corpus", tmp_path / "index", ToyEmbedder())
    twice = Retriever(Snapshot.open_current(tmp_path / "index"), ToyEmbedder(), LEXICON, named_model(FEATURES, RANKING))
    texts = [hit.passage.text for hit in twice.retrieve("小型汽车停放多久免收停车费", top_k=20, on=DAY)]
    assert sum("免收停车费" in text for text in texts) == 1


@pytest.mark.parametrize(
    ("filters", "doc_ids"),
    [
        (None, {"测政发-2024-3", "测政办发-2021-15"}),
        (Filters(), {"测政发-2024-3", "测政办发-2021-15"}),
        (Filters(year=2021), {"测政办发-2021-15"}),
        (Filters(in_force_on=date(2022, 1, 1)), {"测政办发-2021-15"}),
        (Filters(issuer="测试市人民政府", year=2024), {"测政发-2024-3"}),
        (Filters(region="浙江"), set()),
    ],
)
def test_filters_restrict_both_legs(retriever: Retriever, filters: Filters | None, doc_ids: set[str]) -> None:
    hits = retriever.retrieve("高龄补贴停车费每月标准", top_k=20, on=DAY, filters=filters)
    assert {hit.passage.doc_id for hit in hits} == doc_ids


def test_a_filter_leaves_as_many_candidates_as_there_are(retriever: Retriever) -> None:
    # the words stand in the other document alone, so only the dense leg finds these
    hits = retriever.retrieve("高龄补贴每人每月100元", top_k=20, on=DAY, filters=Filters(year=2021))
    assert len(hits) == sum(doc_id == "测政办发-2021-15" for doc_id in retriever.snapshot.doc_ids)


def test_filtered_hits_have_the_figures_they_have_without(retriever: Retriever) -> None:
    def texts_by_score(filters: Filters | None) -> dict[str, float]:
        hits = retriever.retrieve("停车费标准", top_k=20, on=DAY, filters=filters)
        return {hit.passage.passage_id: hit.features["cosine"] for hit in hits}

    everything, one = texts_by_score(None), texts_by_score(Filters(year=2021))
    assert one.items() <= everything.items()


def test_a_year_in_the_question_lifts_documents_of_that_year_and_excludes_none(retriever: Retriever) -> None:
    plain, year = ({hit.passage.passage_id: hit.score for hit in found(retriever, hint)} for hint in (0.0, HINT_WEIGHT))
    assert plain.keys() == year.keys()
    gained = {passage_id: round(year[passage_id] - plain[passage_id], 4) for passage_id in plain}
    assert {gain for passage_id, gain in gained.items() if passage_id.startswith("测政办发-2021")} == {HINT_WEIGHT}
    assert {gain for passage_id, gain in gained.items() if passage_id.startswith("测政发-2024")} == {0.0}


def found(retriever: Retriever, hint: float) -> list[ScoredPassage]:
    parts = retriever.snapshot, ToyEmbedder(), LEXICON, named_model(FEATURES, RANKING)
    preferring = Retriever(*parts, preferences=Preferences(hint=hint, step_back=0.0))
    return preferring.retrieve("2021年高龄补贴停车费标准", top_k=20, on=DAY)


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_questions_find_something_or_nothing_but_never_fail(retriever: Retriever, question: str) -> None:
    hits = retriever.retrieve(question, top_k=10, on=DAY)
    assert all(hit.score == hit.score for hit in hits), "a score is not a number"


@settings(max_examples=50, deadline=None)
@given(question=st.text(max_size=80))
def test_any_text_can_be_searched(retriever: Retriever, question: str) -> None:
    assert len(retriever.retrieve(question, top_k=5, on=DAY)) <= 5
