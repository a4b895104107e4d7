from __future__ import annotations

from pathlib import Path

import pytest
from eval_fakes import case, citation, gold, line

from eval import citation_metrics as cite
from eval.case import make_case, source_texts

OTHER = "本办法由财政部门负责解释。"


def test_a_sentence_nobody_wrote_is_not_supported() -> None:
    half = line(answer="补贴标准为每人每月三百元。[1]另外还会送一台电视机。[1]")
    assert cite.supported_sentences(case(answer=half)) == 0.5
    assert cite.citation_recall(case(answer=half)) == 0.5


def test_support_by_another_citation_than_the_marked_one_does_not_count() -> None:
    crossed = line(
        answer="补贴标准为每人每月三百元。[2]", citations=(citation(1), citation(2, passage=OTHER, quote="负责解释"))
    )
    assert cite.supported_sentences(case(answer=crossed)) == 1.0
    assert cite.citation_recall(case(answer=crossed)) == 0.0
    assert cite.citation_precision(case(answer=crossed)) == 0.0


def test_a_sentence_without_any_mark_is_not_recalled() -> None:
    assert cite.citation_recall(case(answer=line(answer="补贴标准为每人每月三百元。"))) == 0.0


def test_a_citation_nobody_points_at_costs_precision() -> None:
    extra = line(citations=(citation(1), citation(2, passage=OTHER)))
    assert cite.citation_precision(case(answer=extra)) == 0.5


def test_verbatim_forgives_white_space_only() -> None:
    assert cite.verbatim(case(answer=line(citations=(citation(quote="补贴标准为 每人每月\n三百元"),)))) == 1.0
    assert cite.verbatim(case(answer=line(citations=(citation(quote="补贴标准是每人每月三百元"),)))) == 0.0
    assert cite.verbatim(case(answer=line(citations=(citation(quote=""),)))) == 0.0
    assert cite.verbatim(case(answer=line(citations=()))) is None


def test_a_quote_must_stand_in_its_source_file_too_where_that_is_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("补贴标准为每人\n每月三百元。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("别的文字。", encoding="utf-8")
    sources = source_texts(tmp_path)
    for file, share in (("a.txt", 1.0), ("b.txt", 0.0), ("scan.pdf", 1.0)):
        answered = line(citations=(citation(source=file),))
        assert cite.verbatim(make_case(gold(), answered, sources)) == share


def test_an_empty_corpus_folder_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds no \.txt or \.md file"):
        source_texts(tmp_path)


def test_a_figure_must_stand_in_a_citation_or_in_the_question() -> None:
    invented = line(answer="2023年补贴400元。[1]", citations=(citation(issued="2023-01-01"),))
    assert cite.unsupported_figures(case(answer=invented)) == ["400"]
    assert cite.false_figures(case(gold(question="补贴有400元吗"), invented)) == 0.0


def test_an_answer_without_a_citation_is_counted() -> None:
    bare = case(answer=line(citations=()))
    assert cite.uncited(bare) == 1.0
    assert cite.citation_precision(bare) == 0.0


def test_a_refusal_claims_nothing() -> None:
    no = case(answer=line(status="unanswerable_no_source"))
    assert [cite.supported_sentences(no), cite.citation_recall(no), cite.citation_precision(no)] == [None] * 3
    assert [cite.verbatim(no), cite.false_figures(no), cite.uncited(no), cite.validity_noted(no)] == [None] * 4


def test_the_evidence_citation_must_state_the_expected_validity() -> None:
    expired = line(citations=(citation(validity="expired"), citation(2, passage=OTHER, validity="in_force")))
    assert cite.validity_right(case(gold(validity="expired"), expired)) == 1.0
    assert cite.validity_right(case(gold(validity="in_force"), expired)) == 0.0
    assert cite.validity_right(case(gold(), expired)) is None


def test_an_expired_citation_must_say_so_in_words() -> None:
    silent = citation(validity="expired")
    assert cite.validity_noted(case(answer=line(citations=(silent,)))) == 0.0
    assert cite.validity_noted(case(answer=line(citations=(silent,), notes=("该文件已失效。",)))) == 1.0
    assert cite.validity_noted(case(answer=line(citations=(citation(validity="in_force"),)))) is None
