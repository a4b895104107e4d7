"""The judge of requests: what it sees in a text, what it learns, and what it says when its files are wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.fit_routing import Line, fit, read_lines, right_when_held_out
from qa.records import Status
from qa.request_kind import (
    ANSWER,
    KINDS,
    MODEL_FILE,
    WORDS_FILE,
    KindModel,
    RequestWords,
    figures,
    load_weights,
    load_words,
    share,
)

REQUESTS = Path(__file__).with_name("data") / "routing_requests.tsv"
MORE = Path(__file__).resolve().parent.parent / "eval" / "request_lines.tsv"
TOY = [
    *(Line(text, Status.PERSONAL_RECORD) for text in ("我的低保批了没", "我的社保到账没", "我的退税批了没")),
    *(Line(text, ANSWER) for text in ("低保怎么申请", "社保多少钱", "退税要什么材料")),
] * 20


@pytest.fixture(scope="module")
def words() -> RequestWords:
    return load_words()


def test_a_text_is_seen_as_characters_pairs_and_signs(words: RequestWords) -> None:
    characters, signs = figures("多少", words)

    assert characters == ["^", "多", "少", "$", "^多", "多少", "少$"]
    assert {"<how_much", "<last_how_much", "<asks1", "<last_asks1", "<rest0", "<length0"} <= set(signs)


def test_dialects_and_blanks_are_read_as_one(words: RequestWords) -> None:
    assert figures("啥 材料", words)[0] == figures("什么材料", words)[0]


def test_the_last_clause_tells_what_a_story_comes_to(words: RequestWords) -> None:
    told = figures("楼上天天吵，赔多少？", words)[1]
    asked = figures("问了多少次，楼上天天吵", words)[1]

    assert "<last_how_much" in told
    assert "<last_how_much" not in asked
    assert "<how_much" in asked


def test_long_and_short_texts_weigh_the_same() -> None:
    assert share(["a"] * 4) == 1.0
    assert 16 * share(["a"] * 16) ** 2 == 4 * share(["a"] * 4) ** 2
    assert share([]) == 0.0


def test_the_judge_learns_and_gives_the_same_again(words: RequestWords, tmp_path: Path) -> None:
    weights = fit(TOY, words)
    again = fit(TOY, words)
    model = KindModel(words, weights)
    weights.save(tmp_path / "model.json", learned_from="toy")
    saved = KindModel(words, load_weights(tmp_path / "model.json"))

    assert np.array_equal(weights.first, again.first)
    assert int(model.scores("我的公积金批了没").argmax()) == KINDS.index(Status.PERSONAL_RECORD)
    assert model.kind("公积金怎么申请") == ANSWER
    assert np.allclose(model.scores("我的公积金批了没"), saved.scores("我的公积金批了没"), atol=0.5)


def test_held_out_lines_are_judged_by_weights_that_never_saw_them(words: RequestWords) -> None:
    odd = Line("我的低保批了没", ANSWER)  # said to be a question only here

    given = right_when_held_out([odd], TOY, replace(words, lean=(0.0,) * len(KINDS)), parts=1)

    assert given == [Status.PERSONAL_RECORD]


def test_a_text_without_anything_known_is_a_question(words: RequestWords) -> None:
    assert KindModel(words, load_weights()).kind("𠀀𠀁") in KINDS


def test_lines_are_read_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lines.tsv"
    path.write_text(
        "text\texpected\n# a remark\n#1 号表\tanswer\n〔手机号已隐去〕\tguardrail_personal_data\n", encoding="utf-8"
    )

    assert read_lines(path) == [Line("#1 号表", ANSWER)]
    path.write_text("text\texpected\nno kind\n", encoding="utf-8")
    with pytest.raises(ValueError, match="2: 1 columns"):
        read_lines(path)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (WORDS_FILE, "[frame]", "[frames]", "'frame'"),
        (WORDS_FILE, "[lean]", "[lean", "restore"),
        (WORDS_FILE, "'遗书'", "'遗书('", "restore"),
        (MODEL_FILE, '"answer", ', "", "kinds"),
        (MODEL_FILE, '"second_bias"', '"second_biases"', "fit-routing"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, file: Path, old: str, new: str, message: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / file.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ValueError, match=message) as error:
        load_words(path) if file == WORDS_FILE else load_weights(path)
    assert str(path) in str(error.value)


def test_the_lines_to_learn_from_are_many_and_say_one_thing() -> None:
    lines = [*read_lines(REQUESTS), *read_lines(MORE)]
    kinds: dict[str, set[str]] = {}
    for line in lines:
        kinds.setdefault(line.text, set()).add(line.kind)

    assert len(lines) > 6_000
    assert {text for text, of_text in kinds.items() if len(of_text) > 1} == set()


@pytest.mark.slow
def test_requests_held_out_are_judged_right(words: RequestWords) -> None:
    held = read_lines(REQUESTS)
    given = right_when_held_out(held, read_lines(MORE), words)
    right = sum(line.kind == kind for line, kind in zip(held, given, strict=True))

    assert right >= 0.94 * len(held)  # 0.955 by the judge alone; rules decide the plain ones before it
