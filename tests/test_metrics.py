from __future__ import annotations

import math

import pytest
from eval_fakes import EVIDENCE, PASSAGE, case, citation, gold, hits, line, unanswerable

from eval import answer_metrics as answer
from eval import retrieval_metrics as retrieval
from eval.gold import GoldQuestion
from eval.run_file import RunLine, RunWording
from eval.stability import stability
from eval.stages import Stage, stage_lost
from eval.text import cited_sentences, contains, figures, figures_any_spacing, normalise, sentences

SECOND = "发放周期为按季度发放到账"
OTHER = "本办法由财政部门负责解释。"


# --- text ---------------------------------------------------------------------------------------------------------


def test_width_space_and_punctuation_do_not_count() -> None:
    assert normalise("２０２３ 年，Ａ区 50%！") == "2023年a区50%"


def test_a_quote_with_one_other_character_in_twenty_is_still_found() -> None:
    quote = normalise("加快打造城市十五分钟政务服务圈实现一网通办")
    assert contains(normalise("前文。加快打造城市十五分钟政务服务圈实现一网通办。后文"), quote)
    assert not contains(normalise("全文与此无关的一段文字而已"), quote)
    assert not contains("任何文字", "")


def test_a_figure_split_by_a_line_break_is_read_both_ways() -> None:
    assert figures("共１５0元、3.5%") == {"150", "3.5"}
    assert figures_any_spacing("20\n25年") >= {"20", "25", "2025"}


def test_short_pieces_are_no_sentences() -> None:
    assert sentences("可以。[1] 补贴标准为每人每月三百元。[1]") == ["补贴标准为每人每月三百元"]


def test_a_sentence_without_a_mark_rests_on_the_next_mark_of_its_line() -> None:
    found = cited_sentences("第一个条件是满十六岁；第二个条件是有户口。[1]\n这一行没有任何一个标记。")
    assert [sentence.numbers for sentence in found] == [{1}, {1}, frozenset()]


def test_a_line_that_ends_in_a_colon_shares_the_marks_of_the_next() -> None:
    found = cited_sentences("根据某某文件的规定如下：\n补贴标准为每人每月三百元。[2]")
    assert [sentence.numbers for sentence in found] == [{2}, {2}]


# --- retrieval ----------------------------------------------------------------------------------------------------


def test_recall_counts_the_quotes_found_in_the_first_k() -> None:
    two = case(gold(evidence=(EVIDENCE, SECOND)), line(retrieved=hits(OTHER, PASSAGE, OTHER, SECOND)))
    assert retrieval.recall_at_k(two, 1) == 0.0
    assert retrieval.recall_at_k(two, 3) == 0.5
    assert retrieval.recall_at_k(two, 5) == 1.0


def test_reciprocal_rank_is_of_the_first_passage_with_evidence() -> None:
    assert retrieval.reciprocal_rank(case(answer=line(retrieved=hits(OTHER, PASSAGE, PASSAGE)))) == 0.5
    assert retrieval.reciprocal_rank(case(answer=line(retrieved=hits(OTHER)))) == 0.0


def test_ndcg_of_evidence_at_rank_two_is_one_over_log2_of_three() -> None:
    value = retrieval.ndcg_at_10(case(answer=line(retrieved=hits(OTHER, PASSAGE))))
    assert value == pytest.approx(1 / math.log2(3))


def test_ndcg_counts_a_quote_nobody_found() -> None:
    value = retrieval.ndcg_at_10(case(gold(evidence=(EVIDENCE, SECOND)), line(retrieved=hits(PASSAGE))))
    assert value == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_ndcg_gives_nothing_for_the_same_quote_twice() -> None:
    assert retrieval.grades(case(answer=line(retrieved=hits(PASSAGE, PASSAGE)))) == [1, 0]


def test_ndcg_with_nothing_retrieved_is_zero() -> None:
    assert retrieval.ndcg_at_10(case(answer=line(retrieved=()))) == 0.0


def test_nothing_is_to_be_found_for_an_unanswerable_question() -> None:
    empty = case(unanswerable())
    assert retrieval.recall_at_k(empty, 5) is None
    assert retrieval.reciprocal_rank(empty) is None
    assert retrieval.ndcg_at_10(empty) is None


# --- answers and refusals -----------------------------------------------------------------------------------------


def test_an_alternative_of_a_must_point_is_enough() -> None:
    assert answer.must_recall(case(answer=line(answer="每人300元。"))) == 1.0
    assert answer.must_recall(case(gold(must=("三百元", "季度")))) == 0.5


def test_complete_needs_all_points_within_the_length() -> None:
    padded = "三百元" + "无" * 217
    assert answer.complete(case(answer=line(answer=padded))) == 1.0  # 220 characters
    assert answer.complete(case(answer=line(answer=padded + "无"))) == 0.0
    assert answer.complete(case(gold(kind="list"), line(answer=padded + "无"))) == 1.0  # lists may use 500
    assert answer.complete(case(gold(must=("三百元", "季度")))) == 0.0


def test_right_needs_a_cited_passage_with_the_evidence() -> None:
    assert answer.right(case()) == 1.0
    assert answer.right(case(answer=line(citations=(citation(passage=OTHER),)))) == 0.0


def test_refusals_are_counted_on_the_right_side() -> None:
    no = line(status="unanswerable_no_source", answer="没有依据。", citations=())
    assert answer.false_refusal(case(answer=no)) == 1.0
    assert answer.refused(case(answer=no)) is None
    assert answer.refused(case(unanswerable(), no)) == 1.0
    assert answer.refused(case(unanswerable(), line())) == 0.0
    assert answer.refusal_precision(case(answer=no)) == 0.0
    assert answer.refusal_precision(case(unanswerable(), no)) == 1.0
    assert answer.refusal_precision(case()) is None


@pytest.mark.parametrize("status", ["missing", "error_timeout"])
def test_what_fell_over_is_wrong_also_where_refusing_was_right(status: str) -> None:
    fallen = RunLine("u1", status=status)
    assert answer.refused(case(unanswerable(), fallen)) == 0.0
    assert answer.correct(case(unanswerable(), fallen)) == 0.0
    assert answer.correct(case(gold(), fallen)) == 0.0
    assert answer.refusal_precision(case(unanswerable(), fallen)) is None


def test_followups_are_scored_only_where_turns_are_needed() -> None:
    assert answer.followup_right(case()) is None
    assert answer.followup_right(case(gold(turns=("前一问",)))) == 1.0


# --- stability and stages -----------------------------------------------------------------------------------------


def test_stability_compares_direct_answers_then_passages() -> None:
    asked = (
        RunWording("二", "answered", direct="三百元", cited=("elsewhere",)),
        RunWording("三", "answered", cited=("doc#1",)),
        RunWording("四", "answered", cited=("elsewhere",)),
        RunWording("五", "unanswerable_no_source"),
    )
    stable = case(gold(wordings=("二", "三", "四", "五")), line(wordings=asked))
    assert stability(stable) == 0.5
    assert stability(case()) is None


def test_a_wording_that_was_not_asked_is_not_the_same_answer() -> None:
    assert stability(case(gold(wordings=("二",)))) == 0.0


@pytest.mark.parametrize(
    ("question", "answered", "stage"),
    [
        (gold(), line(), Stage.NONE),
        (gold(), RunLine("q1"), Stage.MISSING),
        (unanswerable(), line(), Stage.FALSE_ANSWER),
        (gold(), line(retrieved=hits(OTHER), citations=()), Stage.RETRIEVAL),
        (gold(), line(status="unanswerable_low_confidence"), Stage.ABSTENTION),
        (gold(), line(citations=(citation(passage=OTHER),)), Stage.SELECTION),
        (gold(), line(answer="按季度发放。[1]"), Stage.EXTRACTION),
        (gold(), line(answer="三百元" * 80), Stage.LENGTH),
        (gold(), line(answer="无。", trace=("verifier: kept 1, dropped 2 sentences",)), Stage.VERIFICATION),
        (gold(), line(answer="无。", trace=("verifier: kept 3, dropped 0 sentences",)), Stage.EXTRACTION),
    ],
)
def test_a_loss_is_booked_at_the_first_stage_that_lost_it(
    question: GoldQuestion, answered: RunLine, stage: Stage
) -> None:
    assert stage_lost(case(question, answered)) is stage
