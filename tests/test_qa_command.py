"""``python -m qa``: a question on the terminal, as text, as JSON, explained; and one line for mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_answerer import DAY, toy_answerer, toy_retriever
from toy_encoder import write_toy_encoder
from toy_index import ALLOWANCE, PARKING, write_corpus
from web_fakes import ABSTENTION, ANSWER, CITATION, FakeSnapshot

from index.build import build_index
from index.embedding import StaticEmbedder
from qa.__main__ import main
from qa.answer_json import answer_json
from qa.answerer import QuestionAnswerer
from qa.explain import explain
from qa.records import Answer, Status
from qa.retriever import Retriever
from qa.terminal import answer_text, columns, plain, wrap


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an index and the encoder it was built with."""
    folder = tmp_path_factory.mktemp("command")
    model = write_toy_encoder(folder / "model", [ALLOWANCE, PARKING])
    build_index(write_corpus(folder / "corpus"), folder / "index", StaticEmbedder(model))
    return folder


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="module")
def answerer(retriever: Retriever) -> QuestionAnswerer:
    return toy_answerer(retriever)


def run(place: Path, *arguments: str) -> int:
    return main([*arguments, "--index", str(place / "index"), "--model", str(place / "model")])


def test_a_question_is_answered_or_refused_on_the_terminal(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "公共停车场由谁监督管理？", "--as-of", "2025-06-01") == 0
    out, err = capsys.readouterr()
    assert out.startswith("您问：公共停车场由谁监督管理？\n")
    assert "测试市公共停车场管理办法" in out
    assert err == ""


def test_json_holds_the_fields_of_a_run_line_and_more(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--json", "高龄补贴", "每月多少元", "--turn", "你好", "--as-of", "2025-06-01") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["question_used"] == "高龄补贴 每月多少元"
    assert len(record["retrieved"]) == 10
    assert [hit["rank"] for hit in record["retrieved"]] == list(range(1, 11))
    assert set(record) >= {
        *("question_used", "status", "answer", "citations", "retrieved", "timings_ms"),
        *("direct", "spoken", "notes", "choices", "related", "confidence", "trace"),
    }


def test_the_trace_is_printed_when_asked_for(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "停车收费") == 0
    assert "步骤" not in capsys.readouterr().out
    assert run(place, "停车收费", "--trace") == 0
    assert " ms" in capsys.readouterr().out.split("步骤")[1]


def test_explain_shows_the_stages_and_the_answer(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "explain", "那停车呢", "--turn", "收费标准应当公示吗") == 0
    out = capsys.readouterr().out
    for stage in ("清理", "路由", "追问", "查名", "检索词", "词典", "同音", "候选条款（特征×权重）", "证据", "结果"):
        assert f"【{stage}】" in out
    assert "您问：" in out.split("【结果】")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["停车", "--index", "nothing"], "nothing: no index here; run `python -m index build FOLDER`"),
        (["停车", "--index", "index", "--model", "no-model"], "no-model: no encoder here"),
        (["explain", "停车", "--index", "nothing"], "no index here"),
    ],
)
def test_a_mistake_gives_one_line_and_exit_code_2(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(place)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("error: ")
    assert said in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "问题"),
        (["停车", "--as-of", "31.12.2025"], "'31.12.2025' is not a day; write it as 2025-01-31"),
        (["explain", "停车", "--json"], "--json"),
    ],
)
def test_a_wrong_option_gives_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert said in err


def stage_facts(answerer: QuestionAnswerer, question: str, *turns: str) -> dict[str, tuple[str, ...]]:
    _, stages = explain(answerer, question, turns=turns, as_of=DAY)
    return {stage.name: stage.facts for stage in stages}


def test_explaining_gives_the_same_answer(answerer: QuestionAnswerer) -> None:
    question = "一百周岁以上每人每月多少元？"
    explained, _ = explain(answerer, question, as_of=DAY)
    assert explained.question_used == question
    assert explained.retrieved[0].passage == answerer.answer(question, as_of=DAY).retrieved[0].passage


def test_explaining_never_shows_personal_data(answerer: QuestionAnswerer) -> None:
    facts = stage_facts(answerer, "我的手机号是13912345678，停车怎么收费", "我的手机号是13912345678")
    assert "13912345678" not in repr(facts)
    assert any("手机号" in fact for fact in facts["清理"])


def test_explaining_a_routed_request_names_the_rule(answerer: QuestionAnswerer) -> None:
    facts = stage_facts(answerer, "你好")
    assert "redirected_smalltalk" in facts["路由"][0]
    assert "候选条款（特征×权重）" not in facts


def test_explaining_shows_the_completed_follow_up(answerer: QuestionAnswerer) -> None:
    facts = stage_facts(answerer, "那一百周岁以上呢？", "高龄补贴每人每月多少元？")
    assert "高龄补贴" in facts["追问"][0]
    assert "高龄补贴每人每月多少元？" in facts["追问"][1]


def test_explaining_shows_named_documents_lexicon_entries_and_figures(answerer: QuestionAnswerer) -> None:
    facts = stage_facts(answerer, "测政发〔2024〕3号第三条，存车在区民正局吗")
    assert any("测政发〔2024〕3号" in fact for fact in facts["查名"])
    assert any(fact.startswith("存车 → 停车") for fact in facts["词典"])
    assert facts["同音"] == ("民正局 → 民政局 1.00",)
    assert facts["候选条款（特征×权重）"][0].startswith("1. ")
    assert "×" in facts["候选条款（特征×权重）"][0]


def test_explaining_nothing_says_so(answerer: QuestionAnswerer) -> None:
    assert stage_facts(answerer, "")["清理"] == ("读作：（空）",)


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("停车", 4), ("停a", 3), ("e\u0301", 1), ("，", 2), ("", 0)])
def test_a_chinese_character_takes_two_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_lines_break_between_characters_not_inside_numbers() -> None:
    assert wrap("每人每月补贴1234.5元整", 16) == "每人每月补贴\n1234.5元整"


def test_a_line_does_not_begin_with_punctuation_nor_end_with_an_opening_mark() -> None:
    assert wrap("一二三四，五六七八", 8) == "一二三四，\n五六七八"
    assert wrap("一二三（四五六）", 8) == "一二三\n（四五六）"


def test_own_line_breaks_stay_and_every_line_is_indented() -> None:
    assert wrap("甲乙\n丙丁", 80, indent="  ") == "  甲乙\n  丙丁"


@given(st.text(alphabet="停车（，。）1a [1]\n", max_size=80), st.integers(min_value=12, max_value=40))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrap(text, width).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(columns, lines)) <= width + 4  # hanging punctuation


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrap("x" * 25, 10) == "\n".join(["x" * 10, "x" * 10, "x" * 5])


def test_nothing_that_steers_a_terminal_is_printed() -> None:
    assert plain("红\x1b[31m\x07\u202e字\u200b\t表") == "红[31m字 ｜ 表"


def test_an_answer_shows_every_fact_of_its_source() -> None:
    text = answer_text(ANSWER, FakeSnapshot(), width=80)
    for part in (
        "标准为每人每月不低于50元。[1]",
        "直接答复：不低于50元",
        "[1] 《江苏省尊老金发放办法》 苏政发〔2022〕1号",
        "江苏省人民政府 · 2022年1月5日发布 · 2022年2月1日起施行 · ✓ 现行有效",
        "第二章 标准 > 第五条",
        f"“{CITATION.quote}”",
        "file.txt 第12行",
        "以下为文件原文摘录",
        "《老人补贴怎么领》",
    ):
        assert part in text
    assert max(map(columns, text.split("\n"))) <= 84


def test_an_abstention_shows_the_nearest_documents_with_their_article() -> None:
    text = answer_text(ABSTENTION, FakeSnapshot(), width=80)
    assert "没有找到能回答这个问题的文件" in text
    assert "  · 《江苏省尊老金发放办法》 苏政发〔2022〕1号 第二章 标准 > 第四条" in text
    assert "  · 《老人补贴怎么领》 二、多少钱" in text
    assert "出处" not in text


def test_notes_and_choices_are_listed() -> None:
    asked_back = Answer(
        Status.CLARIFICATION, "哪一年？", "标准", notes=("已隐去手机号",), choices=("2024年的", "2025年的")
    )
    text = answer_text(asked_back, FakeSnapshot(), width=80)
    assert "注意\n  · 已隐去手机号" in text
    assert "  · 2024年的\n  · 2025年的" in text


def test_json_of_an_answer_is_complete() -> None:
    record = json.loads(answer_json(ANSWER))
    assert record["status"] == "answered"
    assert record["citations"][0]["quote"] == CITATION.quote
    assert record["related"] == [
        {"doc_id": "尊老金卡片", "title": "老人补贴怎么领", "doc_number": "", "issuer": "江苏省民政厅", "issued": ""}
    ]
    assert "\n" not in answer_json(ANSWER)
