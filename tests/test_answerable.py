"""Does the evidence answer? Numbers about it, and words for what is missing."""

from __future__ import annotations

import pytest
from toy_answerer import DAY, LEXICON, evidence_for, named_model, toy_extractor, toy_retriever
from toy_index import ToyEmbedder

from qa.answerable import SIGNALS, Answerability, Verdict, answerable_signals
from qa.extractor import Selection
from qa.query import analyse
from qa.retriever import Retriever


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


def signals(retriever: Retriever, question: str) -> dict[str, float]:
    hits = retriever.retrieve(question, top_k=10, on=DAY)
    selection = toy_extractor().select(question, evidence_for(retriever, question))
    figures = answerable_signals(analyse(question, LEXICON), hits, selection, ToyEmbedder().words)
    return dict(zip(SIGNALS, figures, strict=True))


def judge(retriever: Retriever, question: str, bias: float = 0.0) -> Verdict:
    hits = retriever.retrieve(question, top_k=10, on=DAY)
    selection = toy_extractor().select(question, evidence_for(retriever, question))
    judge = Answerability(named_model(SIGNALS, {}, bias), ToyEmbedder().words)
    return judge.judge(analyse(question, LEXICON), hits, selection)


@pytest.mark.parametrize("question", ["高龄补贴每月多少元？", "护照怎么办理", "停车", "？", "2030年的高龄补贴标准"])
def test_signals_are_finite_numbers(retriever: Retriever, question: str) -> None:
    assert all(-100 < value < 100 for value in signals(retriever, question).values())


def test_a_measure_that_no_chosen_sentence_writes_is_missing(retriever: Retriever) -> None:
    assert signals(retriever, "一百周岁以上每人每月多少元？")["measure_missing"] == 0.0
    assert signals(retriever, "停车收费标准公示在哪里，多少平方米")["measure_missing"] == 1.0


def test_a_number_that_no_chosen_passage_has_is_missing(retriever: Retriever) -> None:
    assert signals(retriever, "高龄补贴100元")["numbers_missing"] == 0.0
    assert signals(retriever, "高龄补贴777元")["numbers_missing"] == 1.0


def test_a_year_that_the_passages_do_not_name_is_missing(retriever: Retriever) -> None:
    assert signals(retriever, "2030年的高龄补贴标准")["year_missing"] == 1.0
    assert signals(retriever, "2024年的高龄补贴标准")["year_missing"] == 0.0


def test_a_probability_is_the_logistic_of_the_model(retriever: Retriever) -> None:
    assert judge(retriever, "高龄补贴标准").probability == pytest.approx(0.5)
    assert judge(retriever, "高龄补贴标准", 4.0).probability == pytest.approx(0.982, abs=1e-3)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("2030年的高龄补贴标准", "没有找到2030年的内容"),
        ("停车收费标准公示在哪里，多少钱", "文件没有写明具体数额"),
        ("一百周岁以上每人每月多少元？", ""),
    ],
)
def test_what_is_missing_is_said_in_plain_words(retriever: Retriever, question: str, missing: str) -> None:
    assert judge(retriever, question).missing == missing


def test_without_any_evidence_the_probability_is_zero(retriever: Retriever) -> None:
    judge = Answerability(named_model(SIGNALS, {}, 9.0), ToyEmbedder().words)
    verdict = judge.judge(analyse("问", LEXICON), [], Selection((), None, 0.0))
    assert verdict == Verdict(0.0, "")


def test_a_question_that_shares_nothing_with_the_documents_has_no_evidence(retriever: Retriever) -> None:
    assert judge(retriever, "asdf qwer", 9.0).probability == 0.0
    assert judge(retriever, "高龄补贴", 9.0).probability > 0.9


def test_the_model_that_ships_fits_this_version(retriever: Retriever) -> None:
    verdict = Answerability.load(ToyEmbedder().words).judge(analyse("问", LEXICON), [], Selection((), None, 0.0))
    assert verdict.probability == 0.0
