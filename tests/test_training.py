"""The encoder's training: articles into pieces and pairs, pairs into vectors."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.training import command
from index.training.contrastive import ContrastiveOptions, train_vectors
from index.training.initial import document_frequency, initial_vectors
from index.training.lexicon import LexiconEntry, Paraphraser, read_lexicon
from index.training.model_folder import write_model
from index.training.neighbours import near_articles
from index.training.pairs import Pair, PairMaker, PairOptions, cumulative_weights
from index.training.texts import TrainingArticle
from index.training.vocabulary import make_tokenizer, train_tokenizer

SUBJECTS = (
    ("试用期", "劳动合同"),
    ("失业保险金", "社会保险"),
    ("营业执照", "市场主体"),
    ("居住证", "户口登记"),
    ("宅基地", "农村村民"),
    ("增值税", "小规模纳税人"),
)
ACTIONS = ("应当按时申请", "可以依法延长", "不得擅自转让", "由主管部门登记", "按照规定缴纳")
ARTICLES = [
    TrainingArticle(
        f"{topic}条例", "总则", f"第{number}条 办理{topic}的，{subject}{action}。{topic}的{subject}受保护。"
    )
    for subject, topic in SUBJECTS
    for number, action in enumerate(ACTIONS, start=1)
]
LEXICON = [LexiconEntry("五险", ("社会保险",), False), LexiconEntry("试工", ("试用期",), False)]


def _toy_recipe(**changes: int) -> command.Recipe:
    contrastive = ContrastiveOptions(
        steps=changes.get("steps", 30), batch=16, dims=(8, 16), seed=changes.get("seed", 0), threads=1
    )
    return command.Recipe(pieces=300, dim=16, seed=changes.get("seed", 0), contrastive=contrastive)


def test_a_lexicon_line_without_official_terms_is_named_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("五险\t社会保险;基本保险\t社保\t\n执照\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.tsv:2: '执照'"):
        read_lexicon(tmp_path)


def test_a_lexicon_folder_without_tables_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--lexicon"):
        read_lexicon(tmp_path)


def test_lexicon_entries_keep_order_and_know_whether_they_need_context(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(
        "# 注\n五险\t社会保险; 基本保险\t社保\t\n过户\t转让登记\t交通\t车;摩托\n", encoding="utf-8"
    )
    assert read_lexicon(tmp_path) == [
        LexiconEntry("五险", ("社会保险", "基本保险"), False),
        LexiconEntry("过户", ("转让登记",), True),
    ]


def test_the_longest_official_term_is_replaced() -> None:
    paraphraser = Paraphraser(
        [LexiconEntry("五险", ("社会保险",), False), LexiconEntry("交五险", ("社会保险缴费",), False)]
    )
    assert paraphraser.paraphrase("办理社会保险缴费手续", Random(0), share=1.0) == "办理交五险手续"
    assert paraphraser.paraphrase("办理社会保险缴费手续", Random(0), share=0.0) == "办理社会保险缴费手续"


def test_words_become_pieces_and_phrases_of_two_words_do_not() -> None:
    tokenizer = train_tokenizer([article.body for article in ARTICLES], size=300, wanted=["五险"])
    vocabulary = tokenizer.get_vocab()
    assert "宅基地" in vocabulary
    assert "五险" in vocabulary  # asked for, though no text holds it
    assert "的宅基地" not in vocabulary
    assert tokenizer.encode("五险、宅基地。").tokens == ["五险", "宅基地"]


def test_a_vocabulary_too_small_for_the_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="vocabulary size 10 has no room"):
        train_tokenizer([article.body for article in ARTICLES], size=10)


def test_punctuation_width_and_case_do_not_change_pieces() -> None:
    tokenizer = make_tokenizer([("a", -1.0), ("保险", -1.0), ("2023", -2.0)])
    assert tokenizer.encode("Ａ，保险 ２０２３").ids == tokenizer.encode("a保险2023").ids


def test_first_vectors_are_near_for_pieces_that_share_characters_and_small_for_common_ones() -> None:
    tokenizer = make_tokenizer([("养老保险", -1.0), ("养老保险费", -1.0), ("林木采伐", -1.0), ("的", -1.0)])
    frequency, number = document_frequency([[1, 4], [2, 4, 4], [3, 4]], 5)
    assert list(frequency) == [0, 1, 1, 1, 3]
    vectors = initial_vectors(tokenizer, frequency, number, dim=256, seed=0)
    insurance, charge, forest, of = (
        vectors[tokenizer.token_to_id(t)] for t in ("养老保险", "养老保险费", "林木采伐", "的")
    )
    assert insurance @ charge > 3 * abs(insurance @ forest)
    assert np.linalg.norm(of) < 0.1 * np.linalg.norm(forest)
    assert not vectors[0].any()


def test_pairs_join_a_question_to_the_rest_of_its_article() -> None:
    tokenizer = train_tokenizer([article.body for article in ARTICLES], size=300)
    options = PairOptions(paraphrase=0, drop=0, keep_clause=0, show_title=0, from_lexicon=0)
    maker = PairMaker(ARTICLES, tokenizer, options=options, seed=1)
    for pair in maker.batch(20):
        whole = tokenizer.encode(ARTICLES[pair.article].body).ids
        assert pair.question
        assert pair.passage
        assert len(pair.passage) < len(whole)


def test_near_articles_share_rare_pieces_and_are_no_editions_of_the_article() -> None:
    articles = [[1, 2, 3, 4, 5], [1, 2, 3, 4, 6], [2, 3, 7, 8, 9, 9], [3, 10, 11, 12], [13, 14]]

    near = near_articles(articles, count=2)

    assert list(near[0]) == [2, 3]  # two rare pieces shared before one; 1 is an edition of 0, 4 shares nothing
    assert near[3, 0] in (0, 1, 2)
    assert list(near[4]) == [-1, -1]


def test_a_wrong_answer_is_a_whole_article_that_a_word_search_would_find() -> None:
    tokenizer = train_tokenizer([article.body for article in ARTICLES], size=300)
    maker = PairMaker(ARTICLES, tokenizer, options=PairOptions(show_title=0), seed=1)
    near = near_articles(list(maker.passages()), count=8)
    pairs = maker.batch(40)
    assert any(pair.wrong for pair in pairs)
    for pair in pairs:
        assert bool(pair.wrong) == (pair.wrong_article >= 0)
        if pair.wrong:
            assert pair.wrong_article in near[pair.article]
            assert pair.wrong == list(maker.passages())[pair.wrong_article][-len(pair.wrong) :]


def test_without_near_articles_no_pair_has_a_wrong_answer() -> None:
    tokenizer = train_tokenizer([article.body for article in ARTICLES], size=300)
    maker = PairMaker(ARTICLES, tokenizer, options=PairOptions(near=0), seed=1)
    assert not any(pair.wrong for pair in maker.batch(20))


def test_a_hard_wrong_answer_is_pushed_away_even_when_the_batch_holds_no_other() -> None:
    pytest.importorskip("torch", reason='training needs the extra "models"')
    start = np.random.default_rng(0).standard_normal((4, 8)).astype(np.float32)
    start[3] = start[2]  # right and wrong begin alike
    options = ContrastiveOptions(steps=30, dims=(4, 8), learning_rate=0.05, threads=1)

    after = train_vectors(start, lambda n: [Pair([1], [2], 0, [3], 1)], options)

    unit = after / np.linalg.norm(after, axis=1, keepdims=True)
    assert unit[1] @ unit[2] > unit[1] @ unit[3] + 0.5


def test_a_small_source_is_not_drowned_by_a_large_one() -> None:
    articles = [TrainingArticle("", "", "甲", source="laws")] * 16 + [TrainingArticle("", "", "乙", source="notices")]
    sums = cumulative_weights(articles)
    assert sums[15] == pytest.approx(4)  # 16 / sqrt(16)
    assert sums[16] == pytest.approx(5)  # and 1 / sqrt(1): one pair of five, where plain drawing gives one of 17


def test_equal_seeds_draw_equal_pairs() -> None:
    tokenizer = train_tokenizer([article.body for article in ARTICLES], size=300)
    first, second, other = (PairMaker(ARTICLES, tokenizer, lexicon=LEXICON, seed=s).batch(8) for s in (3, 3, 4))
    assert first == second
    assert first != other


def test_training_lowers_the_loss_and_brings_a_paraphrase_nearer() -> None:
    pytest.importorskip("torch", reason='training needs the extra "models"')
    texts = [article.body for article in ARTICLES]
    tokenizer = train_tokenizer(texts, size=300, wanted=["五险", "社会保险", "宅基地"])
    maker = PairMaker(ARTICLES, tokenizer, lexicon=LEXICON, options=PairOptions(from_lexicon=0.5), seed=0)
    before = initial_vectors(
        tokenizer, *document_frequency(maker.passages(), len(tokenizer.get_vocab())), dim=16, seed=0
    )
    losses: list[float] = []
    options = ContrastiveOptions(steps=60, batch=16, dims=(8, 16), learning_rate=0.02, threads=1)

    after = train_vectors(before, maker.batch, options, report=lambda step, loss: losses.append(loss))

    def nearer(vectors: np.ndarray) -> float:
        """By how much 五险 is nearer to 社会保险 than to 宅基地."""
        unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        said, meant, else_ = (unit[tokenizer.token_to_id(term)] for term in ("五险", "社会保险", "宅基地"))
        return float(said @ meant - said @ else_)

    assert np.mean(losses[-10:]) < 0.8 * np.mean(losses[:10])
    assert nearer(after) > nearer(before) + 0.2


def test_a_matryoshka_dimension_beyond_the_vectors_is_refused() -> None:
    pytest.importorskip("torch", reason='training needs the extra "models"')
    with pytest.raises(ValueError, match="beyond the 16 columns"):
        train_vectors(np.zeros((4, 16), dtype=np.float32), lambda n: [], ContrastiveOptions(dims=(32,)))


def test_equal_seeds_train_equal_bytes(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason='training needs the extra "models"')
    digests = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        tokenizer, vectors = command.train_encoder(ARTICLES, LEXICON, _toy_recipe(steps=4, seed=seed))
        write_model(tmp_path / name, tokenizer, vectors, recipe="{}\n")
        digests.append(hashlib.sha256((tmp_path / name / "model.safetensors").read_bytes()).hexdigest())
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_the_command_trains_from_a_folder_to_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch", reason='training needs the extra "models"')
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.md").write_text("\n".join(article.body for article in ARTICLES), encoding="utf-8")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    out = tmp_path / "model"
    sizes = ["--pieces", "200", "--dim", "8", "--steps", "2", "--batch", "4", "--threads", "1"]

    assert command.run(parser.parse_args(["--text", str(tmp_path / "texts"), "--out", str(out), *sizes])) == 0

    assert "8 columns" in capsys.readouterr().out
    assert (out / "recipe.json").is_file()
    with pytest.raises(ValueError, match="not empty"):
        command.run(parser.parse_args(["--text", str(tmp_path), "--out", str(out)]))


def test_a_kept_vocabulary_is_the_one_of_the_model(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason='training needs the extra "models"')
    tokenizer, vectors = command.train_encoder(ARTICLES, LEXICON, _toy_recipe(steps=1))
    write_model(tmp_path / "old", tokenizer, vectors, recipe="{}\n")

    kept = command.kept_tokenizer(tmp_path / "old")
    again, rows = command.train_encoder(ARTICLES[:3], [], _toy_recipe(steps=1), tokenizer=kept)
    assert again.get_vocab() == tokenizer.get_vocab()
    assert rows.shape == vectors.shape
    with pytest.raises(ValueError, match=r"no tokenizer\.json"):
        command.kept_tokenizer(tmp_path)


def test_the_command_refuses_sizes_below_the_least(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    with pytest.raises(ValueError, match="--dim at least 8"):
        command.run(parser.parse_args(["--text", str(tmp_path), "--out", str(tmp_path / "m"), "--dim", "0"]))
