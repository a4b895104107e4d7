"""The verifier keeps what the cited passages say and drops the rest; what it compares can be read off each case."""

from __future__ import annotations

import time

import pytest
from verifier_paraphrases import GOALS, HOUSING, JOBS, MEALS, PERMIT, RIGHT, WRONG

from qa.answer_sentences import split_answer
from qa.records import Citation
from qa.verifier import verify


def cited(
    passage: str, n: int = 1, *, title: str = "某市惠民若干措施", article: str = "二、补贴 > （三）助餐"
) -> Citation:
    """Return citation ``n`` of a passage of a made-up document."""
    return Citation(
        n=n,
        doc_title=title,
        doc_number="某政发〔2023〕8号",
        issuer="某市人民政府",
        issued="2023-03-01",
        effective="2023-04-01",
        expires="",
        validity="in_force",
        article=article,
        quote=passage[:10],
        passage=passage,
        source="a.txt",
        first_line=1,
        last_line=1,
        passage_id=f"x#{n}",
    )


def keeps(sentence: str, passage: str, *, question: str = "") -> bool:
    return bool(verify(f"{sentence}[1]", (cited(passage),), question=question).kept)


def test_a_quotation_is_kept_as_it_is() -> None:
    first, second = JOBS[: JOBS.index("。") + 1], HOUSING.split("\n")[1]
    answer = f"{first}[1]\n{second}[2]"
    verification = verify(answer, (cited(JOBS), cited(HOUSING, 2)))
    assert verification.kept == answer
    assert verification.dropped == ()
    assert [citation.n for citation in verification.citations] == [1, 2]


def test_a_sentence_without_mark_is_dropped_even_when_it_is_true() -> None:
    verification = verify("申请材料包括身份证、户口簿和收入证明。", (cited(HOUSING),))
    assert verification.kept == ""
    assert verification.citations == ()
    assert verification.dropped[0].reason == "no mark names a source"


def test_a_mark_of_no_citation_supports_nothing() -> None:
    verification = verify(f"{PERMIT.splitlines()[0]}[4]", (cited(PERMIT),))
    assert verification.kept == ""
    assert "[4]" in verification.dropped[0].reason


def test_a_sentence_of_another_source_is_dropped() -> None:
    assert not keeps("居住证有效期为一年。", JOBS)


def test_numbers_follow_what_is_left() -> None:
    text = "政策执行到2024年12月31日。[1]居住证的有效期是1年。[3]\n逾期未提交的，不予受理。[2]"
    verification = verify(text, (cited(JOBS), cited(HOUSING, 2), cited(PERMIT, 3)))
    assert verification.kept == "居住证的有效期是1年。[1]\n逾期未提交的，不予受理。[2]"
    assert [(c.n, c.passage_id) for c in verification.citations] == [(1, "x#3"), (2, "x#2")]
    assert verification.dropped[0].sentence == "政策执行到2024年12月31日。"
    assert verification.dropped[0].reason == "figure: 2024年 instead of 2023年"


def test_all_marks_of_a_sentence_count_together() -> None:
    text = "居住证有效期为一年；逾期未提交的，不予受理。[1][2][9]"
    verification = verify(text, (cited(PERMIT), cited(HOUSING, 2)))
    assert verification.kept == "居住证有效期为一年；逾期未提交的，不予受理。[1][2]"


def test_marks_in_mid_sentence_are_judged_part_by_part_and_fall_together() -> None:
    sources = (cited(PERMIT), cited(HOUSING, 2))
    right = "居住证有效期为一年[1]，逾期未提交的，不予受理[2]。"
    assert verify(right, sources).kept == right
    assert verify(right.replace("一年", "两年"), sources).kept == ""


def test_the_year_of_a_document_number_is_no_mark() -> None:
    passage = "依据某政发[2022]71号，居住证有效期为一年。"
    (sentence,) = split_answer(f"{passage}[1]")
    assert sentence.parts[0].marks == (1,)
    assert verify(f"{passage}[1]", (cited(passage),)).kept == f"{passage}[1]"


def test_responsible_bodies_in_brackets_belong_to_the_sentence_before() -> None:
    passage = "建设老年助餐点。（责任单位：市民政局、市财政局）"
    assert verify(f"{passage}[1]", (cited(passage),)).kept == f"{passage}[1]"


def test_own_phrases_stay_but_are_no_answer_alone() -> None:
    phrase = "可以拨打 12345 政务服务便民热线咨询。"
    kept = verify(f"居住证有效期为一年。[1]{phrase}", (cited(PERMIT),), own_phrases=(phrase,))
    assert kept.kept == f"居住证有效期为一年。[1]{phrase}"
    assert verify(f"居住证有效期为三年。[1]{phrase}", (cited(PERMIT),), own_phrases=(phrase,)).kept == ""


def test_items_fall_with_the_line_that_says_what_they_are() -> None:
    passage = "有下列情形之一的，不予受理：\n（一）材料不全的；\n（二）逾期提交的。"
    marked = "[1]\n".join(passage.split("\n")) + "[1]"
    assert verify(marked, (cited(passage),)).kept == marked
    verification = verify(marked.replace("不予受理", "予以受理"), (cited(passage),))
    assert verification.kept == ""
    assert verification.dropped[1].reason == "the line that opens its list was dropped"


def test_a_line_that_opens_a_list_leans_on_the_mark_of_its_first_item() -> None:
    passage = "申请居住证应当提交下列材料：\n（一）身份证；\n（二）相片。"
    answer = "申请居住证应当提交下列材料：\n1. 身份证；[1]\n2. 相片。[1]"
    assert verify(answer, (cited(passage),)).kept == answer


def test_the_numbers_of_an_answers_own_list_are_not_article_numbers() -> None:
    passage = "3. 开展推介活动。\n4. 加强人才培养。"
    assert verify("1. 开展推介活动。[1]\n2. 加强人才培养。[1]", (cited(passage),)).dropped == ()
    assert not keeps("5. 开展推介活动。", passage)


def test_title_number_dates_and_article_of_the_citation_count_as_source() -> None:
    rest = "80周岁以上老年人用餐可以再优惠1元。"
    assert keeps(f"根据《某市惠民若干措施》（某政发〔2023〕8号）第（三）项，{rest}", MEALS)
    assert not keeps(f"根据《某市惠民若干措施》（某政发〔2022〕8号），{rest}", MEALS)
    assert not keeps(f"根据《某省惠民若干措施》，{rest}", MEALS)
    assert not keeps(f"根据第（五）项，{rest}", MEALS)


def test_a_bare_answer_is_judged_by_what_was_asked() -> None:
    assert keeps("20%", JOBS)
    assert not keeps("30%", JOBS)
    assert keeps("可以。", PERMIT, question="持居住证能在居住地申领机动车驾驶证吗")
    assert not keeps("不可以。", PERMIT, question="持居住证能在居住地申领机动车驾驶证吗")


def test_words_of_the_question_may_be_repeated_its_figures_may_not() -> None:
    assert keeps("助餐点的建设补贴不超过3万元。", MEALS, question="建设补贴有5万元吗")
    assert not keeps("助餐点的建设补贴不超过5万元。", MEALS, question="建设补贴有5万元吗")


def test_part_of_a_sentence_does_not_shed_its_negation_or_exception() -> None:
    assert not keeps("受理机关得收取任何费用。", "受理机关不得收取任何费用。")
    assert not keeps("适用本办法的情形。", "不适用本办法的情形。")
    assert not keeps("受理机关不得收取任何费用。", HOUSING)
    assert not keeps("5000元", "补贴15000元")
    assert not keeps("补贴15万元。", "补贴1.5万元。")


def test_negations_inside_other_words_are_told_apart() -> None:
    assert keeps("完善服务体系。", "不断完善服务体系。")
    assert not keeps("断完善服务体系。", "不断完善服务体系。")
    assert not keeps("办理动产登记的，应当提交申请书。", "办理不动产登记的，应当提交申请书。")


def test_besides_is_no_exception() -> None:
    passage = "除发放证书外，还给予奖金5000元。"
    assert keeps("给予奖金5000元。", passage)


def test_a_figure_stays_with_its_subject() -> None:
    passage = "甲类项目补贴1000元，乙类项目补贴2000元。"
    assert keeps("乙类项目补贴2000元。", passage)
    assert not keeps("甲类项目补贴2000元。", passage)
    assert not keeps("甲类项目补贴2000元，乙类项目补贴1000元。", passage)


def test_table_cells_are_read_one_by_one() -> None:
    passage = "序号\t指标\t2021年\t2025年\n1\t服务人数（人）\t4万\t7万\n2\t服务站（个）\t30\t50"
    assert verify("1\t服务人数（人）\t4万\t7万[1]", (cited(passage),)).dropped == ()
    assert keeps("服务人数2025年7万人。", passage)
    assert not keeps("服务人数2025年17万人。", passage)
    assert not keeps("服务人数2021年7万人。", passage)


@pytest.mark.parametrize(("passage", "sentence"), WRONG)
def test_a_paraphrase_with_one_thing_wrong_is_dropped(passage: str, sentence: str) -> None:
    assert not keeps(sentence, passage)


def test_nine_of_ten_correct_paraphrases_are_kept() -> None:
    lost = [sentence for passage, sentence in RIGHT if not keeps(sentence, passage)]
    assert len(lost) <= 0.1 * len(RIGHT), lost


@pytest.mark.parametrize("text", ["", "  \n", "[1]", "。[1]", "\n\n[1][2]\n"])
def test_nothing_to_say_gives_nothing(text: str) -> None:
    assert verify(text, (cited(GOALS),)).kept == ""


def test_hostile_text_does_not_take_long() -> None:
    started = time.process_time()
    for text in (
        "不" * 20000,
        "。（" * 10000,
        "[1" * 20000,
        "除" * 20000 + "外",
        "一二三" * 8000,
        "《" * 20000,
        "1-" * 9000,
    ):
        verify(f"{text}[1]", (cited(GOALS),))
        verify("居住证有效期为一年。[1]", (cited(text),))
    assert time.process_time() - started < 5.0


def test_an_answer_of_five_quotations_takes_less_than_three_milliseconds() -> None:
    sources = (cited(JOBS), cited(MEALS, 2), cited(GOALS, 3))
    quotes = [
        (sentence, n) for n, text in ((1, JOBS), (2, MEALS), (3, GOALS)) for sentence in text.split("。") if sentence
    ]
    answer = "".join(f"{sentence}。[{n}]" for sentence, n in quotes[:5])
    times = []
    for _ in range(20):
        started = time.process_time()
        assert verify(answer, sources).kept == answer
        times.append(time.process_time() - started)
    assert min(times) < 0.003
