"""Wrong characters by sound, over an index and a lexicon of a few lines."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_answerer import DAY, HOSTILE, toy_retriever

from index.lexical import LexicalIndex
from qa.homophones import MOST, STRETCHES, Guess, Homophones
from qa.lexicon import Entry, Lexicon
from qa.pinyin import sounds_like, spelled, spellings
from qa.question import clean_question
from qa.retriever import Retriever

BODIES = [
    *["申请居住证应当提交材料"] * 40,
    *["失业人员可以领取失业金"] * 40,
    *["营业执照的有效期"] * 40,
    *["到窗口办理LNG登记"] * 40,
]
INDEX = LexicalIndex.build({"body": BODIES, "head": ["办法"] * len(BODIES)})
LEXICON = Lexicon(
    [
        Entry("社保", ("社会保险", "居住证"), "社保", ()),
        Entry("证件", ("居住证", "营业执照"), "证照", ()),
        Entry("养老今", ("养老金",), "养老", ()),
        Entry("领失业金", ("失业保险待遇",), "失业", ()),
    ]
)
HOMOPHONES = Homophones(INDEX, LEXICON)


def readings(question: str, settled: tuple[int, ...] = ()) -> list[list[str]]:
    return [[guess.meant for guess in group] for group in HOMOPHONES.guesses(question, settled)]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("居住正怎么办", "住证怎"),  # the same syllable
        ("营业直照", "业执照"),
        ("领取失业今", "业金"),
        ("居住镇怎么办", "住证怎"),  # en/eng
        ("登及窗口", "登记窗"),
    ],
)
def test_a_character_that_sounds_right_is_guessed(question: str, meant: str) -> None:
    assert readings(question)[0][0] == meant


@pytest.mark.parametrize(
    "question",
    ["居住证", "失业金", "居住怎么办", "彩票", "我的呢", "", "证", "？！", "12345", "居住猫", "鑫淼焱垚"],
)
def test_what_is_known_or_sounds_like_nothing_known_is_left_alone(question: str) -> None:
    assert readings(question) == []


def test_what_is_settled_is_not_doubted() -> None:
    assert readings("居住正", settled=(2,)) == []
    assert readings("居住正", settled=(0, 1)) == [["住证"]]


def test_a_guess_says_what_was_typed_and_how_the_question_reads_then() -> None:
    ((guess,),) = HOMOPHONES.guesses("办居住正要钱吗")
    assert guess == Guess("住正要", "住证要", ("住证",), 1.0, "办居住证要钱吗", 3)


def test_a_word_of_the_lexicon_needs_less_proof() -> None:
    bodies = ["居住证"] * 2 + ["材料齐全"] * 60
    index = LexicalIndex.build({"body": bodies, "head": ["办法"] * len(bodies)})
    assert Homophones(index, Lexicon([])).guesses("居住正") == []
    assert [[guess.meant for guess in group] for group in Homophones(index, LEXICON).guesses("居住正")] == [["住证"]]


def test_several_readings_weigh_by_how_likely_they_are() -> None:
    bodies = ["办理登记"] * 40 + ["办理登基"] * 20 + ["材料齐全"] * 40
    index = LexicalIndex.build({"body": bodies, "head": ["办法"] * len(bodies)})
    ((first, second),) = Homophones(index, Lexicon([])).guesses("办理登鸡")
    assert (first.meant, second.meant) == ("登记", "登基")
    assert first.weight == 1.0 > second.weight > math.exp(-2)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("shebao怎么交", [["社保"]]),
        ("zenmebanjuzhuzheng", [["居住证"]]),
        ("juzhuzheng和yingyezhizhao", [["居住证"], ["营业执照"]]),
        ("lng", []),  # the documents write it so
        ("hello world", []),
        ("shebaox", []),  # not all of it can be read
        ("chongqing", []),  # no word of the lexicon
    ],
)
def test_letters_that_spell_a_word_are_read(letters: str, words: list[list[str]]) -> None:
    assert readings(letters) == words


def test_a_wrong_spelling_of_the_lexicon_is_never_what_was_meant() -> None:
    assert readings("yanglaojin") == [["养老金"]]
    assert "养老今" not in set(LEXICON.words())


def test_readings_and_stretches_are_few() -> None:
    found = HOMOPHONES.guesses("，".join(f"居住正{after}" for after in "子丑寅卯辰巳午未申酉戌亥"))
    assert len(found) == STRETCHES
    assert all(len(group) <= MOST for group in found)


def test_the_same_stretch_is_guessed_once() -> None:
    assert readings("居住正，居住正，居住正") == [["住证"]]


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_text_is_read_without_an_error(question: str) -> None:
    HOMOPHONES.guesses(question)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("居住正失业今shebao养老"))))
def test_any_text_is_read(text: str) -> None:
    for group in HOMOPHONES.guesses(text):
        assert group[0].weight == 1.0
        for guess in group:
            assert guess.typed in text
            assert guess.meant in guess.rewritten


def test_sounds_are_steps_away() -> None:
    near = sounds_like("证")
    assert near["正"] == 0
    assert near["镇"] == 1
    assert "证" not in near
    assert "狗" not in near
    assert sounds_like("牛")["刘"] == sounds_like("四")["是"] == sounds_like("户")["负"] == sounds_like("因")["英"] == 1
    assert sounds_like("a") == sounds_like("") == {}


def test_a_rare_reading_is_further_away() -> None:
    assert sounds_like("行")["航"] > sounds_like("行")["形"] == 0


def test_letters_are_cut_into_the_longest_words() -> None:
    words = spellings(["社保", "社保卡", "卡"])
    assert words == {"shebao": ["社保"], "shebaoka": ["社保卡"], "shebaoqia": ["社保卡"]}  # 卡 is also read qia
    assert spelled("banshebaoka", words) == [(3, "shebaoka")]
    assert spelled("", words) == spelled("shebaozz", words) == []


def test_no_sound_is_looked_up_before_a_question_needs_it() -> None:
    code = (
        "import sys; from index.lexical import LexicalIndex; from qa.homophones import Homophones;"
        "from qa.lexicon import Lexicon;"
        "found = Homophones(LexicalIndex.build({'body': ['居住证'], 'head': ['证']}), Lexicon([])).guesses('居住证');"
        "print(found, 'pypinyin' in sys.modules)"
    )
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[] False", done.stderr


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


@pytest.mark.parametrize(
    ("question", "passage_id"),
    [
        ("停車費怎麼收，小型汽車", "测政办发-2021-15#第三条"),  # traditional
        ("小型汽车停放不超过３０分钟", "测政办发-2021-15#第三条"),  # full width
        ("gaolingbutie anyue fafang", "测政发-2024-3#第一条"),  # letters
        ("区民正局责令", "测政发-2024-3#第六条"),  # a wrong character
        ("🚗停车场由谁监督管理🙂", "测政办发-2021-15#第二条"),
    ],
)
def test_however_it_is_typed_the_article_comes_first(retriever: Retriever, question: str, passage_id: str) -> None:
    hits = retriever.retrieve(clean_question(question).text, top_k=1, on=DAY)
    assert [hit.passage.passage_id for hit in hits] == [passage_id]
