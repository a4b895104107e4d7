"""Characters made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import arabic, bare, fold, numeral_value, quantities


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("苏政发〔２０２２〕７１号", "苏政发[2022]71号"),
        ("苏政发【2022】71号", "苏政发[2022]71号"),
        ("“一网通办”", '"一网通办"'),
        ("推 动 LNG 动力", "推动lng动力"),
        ("use of LNG fuel", "use of lng fuel"),
        ("2022—2025", "2022-2025"),
        ("二〇二五", "二零二五"),
        ("", ""),
    ],
)
def test_editions_that_print_differently_fold_alike(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@given(st.text())
def test_folding_never_fails_and_bare_text_has_no_punctuation(text: str) -> None:
    assert fold(text) == fold(text).lower()
    assert all(character.isalnum() or character == "%" for character in bare(text) if character.isascii())


def test_bare_text_compares_quotes_whatever_their_punctuation() -> None:
    assert bare("（一）“免收”，50%。") == bare("(一)免收50％")


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三十六", 36),
        ("十五", 15),
        ("二十", 20),
        ("一百二十", 120),
        ("一千零五", 1005),
        ("二零二五", 2025),
        ("两", 2),
        ("", None),
        ("万一", None),
    ],
)
def test_numeral_values(numeral: str, value: int | None) -> None:
    assert numeral_value(numeral) == value


def test_arabic_leaves_other_words_alone() -> None:
    assert arabic("三十日内，第十二条") == "30日内，第12条"


def test_quantities_of_both_scripts_are_the_same_token() -> None:
    assert quantities(fold("三十日内缴５０００元")) == ["30日", "5000元"]
    assert quantities(fold("30日内缴五千元")) == ["30日", "5000元"]
    assert quantities("没有数字") == []


def test_a_run_of_digits_too_long_for_a_number_is_left_as_it_is() -> None:
    assert arabic("三" * 5000) == "三" * 5000
    assert quantities("三" * 5000 + "天") == ["三" * 5000 + "天"]
    assert arabic("三十六") == "36"
