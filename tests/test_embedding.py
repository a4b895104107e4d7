"""The encoders: unit length, zero for the unknown, one folder for two loaders, clear words for damage."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from toy_transformers import add_prompts, write_toy_bert

from index.embedding import BUNDLED_MODEL, Embedder, SentenceTransformerEmbedder, StaticEmbedder, open_embedder
from index.training.model_folder import quantize, write_model
from index.training.vocabulary import make_tokenizer

# Rows by hand: 社保 and 医保 along the axes, 补贴 between them, 的 counts for nothing.
PIECES = [("社保", -1.0), ("医保", -1.0), ("补贴", -1.0), ("的", -1.0)]
ROWS = np.array([[9, 9], [1, 0], [0, 1], [1, 1], [0, 0]], dtype=np.float32)
TEXTS = ["社保", "医保", "社保医保", "社保的补贴", "补贴补贴龘", "龘", "", "Ａ，。"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "toy"
    write_model(path, make_tokenizer(PIECES), ROWS, recipe="{}\n")
    return path


def test_a_text_is_the_direction_of_the_mean_of_its_pieces(folder: Path) -> None:
    vectors = StaticEmbedder(folder).encode_passages(TEXTS[:4])
    half = 0.5**0.5
    expected = [[1, 0], [0, 1], [half, half], [2 / 5**0.5, 1 / 5**0.5]]  # (1,0)+(0,0)+(1,1) = (2,1)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_unknown_characters_do_not_count_and_alone_give_a_zero_row(folder: Path) -> None:
    vectors = StaticEmbedder(folder).encode_questions(TEXTS)
    np.testing.assert_allclose(vectors[4], [0.5**0.5, 0.5**0.5], atol=1e-6)
    assert not vectors[5:].any()
    assert not np.isnan(vectors).any()


def test_no_texts_give_no_rows(folder: Path) -> None:
    assert StaticEmbedder(folder).encode_passages([]).shape == (0, 2)


def test_fewer_columns_are_the_first_ones_at_length_one_under_another_fingerprint(folder: Path) -> None:
    short = StaticEmbedder(folder, dim=1)
    assert short.encode_passages(["社保", "医保", "补贴"]).tolist() == [[1.0], [0.0], [1.0]]
    assert short.fingerprint != StaticEmbedder(folder).fingerprint
    with pytest.raises(ValueError, match=r"dim=3 .* has 2 columns"):
        StaticEmbedder(folder, dim=3)


def test_hostile_texts_give_finite_rows_of_length_one_or_zero(folder: Path) -> None:
    hostile = ["社" * 300, "!?。…", "😀社保😀", "\x00\u200b", "ｓｈｅｂａｏ 社保", "社保\n" * 5000, "𠀀" * 3]
    lengths = np.linalg.norm(StaticEmbedder(folder).encode_questions(hostile), axis=1)
    assert set(np.round(lengths, 5).tolist()) <= {0.0, 1.0}


def test_sentence_transformers_reads_the_same_folder_and_gives_the_same_vectors(folder: Path) -> None:
    pytest.importorskip("sentence_transformers", reason='needs the extra "models"')
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of torch and transformers, while they are imported
        other = SentenceTransformerEmbedder(folder)
    np.testing.assert_allclose(other.encode_passages(TEXTS), StaticEmbedder(folder).encode_passages(TEXTS), atol=1e-5)
    assert other.dim == 2
    assert other.fingerprint != StaticEmbedder(folder).fingerprint


def test_prompts_dimension_and_length_are_settings_of_any_model(folder: Path) -> None:
    pytest.importorskip("sentence_transformers", reason='needs the extra "models"')
    prompted = SentenceTransformerEmbedder(folder, question_prompt="医保", dim=1)
    np.testing.assert_allclose(prompted.encode_passages(["社保"]), [[1.0]])
    np.testing.assert_allclose(prompted.encode_questions(["社保"]), [[1.0]])  # (1,1) cut to its first column
    free = SentenceTransformerEmbedder(folder, question_prompt="医保", dim=1, normalize=False)
    np.testing.assert_allclose(free.encode_questions(["社保"]), [[0.5**0.5]], atol=1e-6)
    assert prompted.fingerprint != free.fingerprint
    with pytest.raises(ValueError, match=r"dim=3 .* has 2 columns"):
        SentenceTransformerEmbedder(folder, dim=3)


def test_a_name_that_is_no_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason='needs the extra "models"')
    with pytest.raises(ValueError, match="no sentence-transformers model"):
        SentenceTransformerEmbedder(tmp_path / "absent")


def test_a_folder_is_opened_by_what_it_holds(folder: Path, tmp_path: Path) -> None:
    assert isinstance(open_embedder(folder), StaticEmbedder)
    bert = write_toy_bert(tmp_path / "bert", TEXTS, head=False)
    add_prompts(bert, query="医保", document="")
    embedder = open_embedder(bert)
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert (embedder.name, embedder.dim) == ("bert", 8)
    lengths = np.linalg.norm(embedder.encode_passages(TEXTS[:4]), axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)
    # the model's own prompts are put in front
    asked, said = embedder.encode_questions(["社保"]), embedder.encode_passages(["医保社保", "社保"])
    np.testing.assert_allclose(asked[0], said[0], atol=1e-5)
    assert not np.allclose(asked[0], said[1], atol=1e-3)


def test_a_folder_that_holds_no_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"{tmp_path}: no encoder here"):
        open_embedder(tmp_path)
    (tmp_path / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"{tmp_path}: damaged encoder \(modules\.json"):
        open_embedder(tmp_path)
    bert = write_toy_bert(tmp_path / "bert", TEXTS, head=False)
    (bert / "model.safetensors").write_bytes(b"\x00" * 64)
    with pytest.raises(ValueError, match="no sentence-transformers model") as error:
        open_embedder(bert)
    assert "\n" not in str(error.value)


def test_the_fingerprint_follows_the_files(folder: Path, tmp_path: Path) -> None:
    write_model(tmp_path / "same", make_tokenizer(PIECES), ROWS, recipe="{}\n")
    write_model(tmp_path / "other", make_tokenizer(PIECES), 2 * ROWS, recipe="{}\n")
    first, same, other = (StaticEmbedder(path).fingerprint for path in (folder, tmp_path / "same", tmp_path / "other"))
    assert first == same
    assert first != other
    assert len(first) == 64


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json", "modules.json"])
def test_a_missing_file_is_named_with_its_folder(name: str, tmp_path: Path) -> None:
    write_model(tmp_path / "m", make_tokenizer(PIECES), ROWS, recipe="{}\n")
    (tmp_path / "m" / name).unlink()
    with pytest.raises(ValueError, match=rf"{tmp_path}/m: no encoder here, {name} missing; .*train-encoder"):
        StaticEmbedder(tmp_path / "m")


def test_a_missing_folder_is_named_and_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"absent: no encoder here"):
        StaticEmbedder(tmp_path / "absent")


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 64])
def test_a_damaged_file_gives_one_clear_error(name: str, damage: bytes, tmp_path: Path) -> None:
    write_model(tmp_path / "m", make_tokenizer(PIECES), ROWS, recipe="{}\n")
    (tmp_path / "m" / name).write_bytes(damage)
    with pytest.raises(ValueError, match=rf"{tmp_path}/m: damaged encoder"):
        StaticEmbedder(tmp_path / "m")


def test_one_byte_and_a_scale_keep_a_row_within_half_a_step() -> None:
    vectors = np.array([[0, 0], [1, -0.5], [0.001, 0.0005]], dtype=np.float32)
    rows, scales = quantize(vectors)
    assert rows.dtype == np.int8
    assert rows.tolist() == [[0, 0], [127, -64], [127, 64]]
    assert np.all(np.abs(rows * scales[:, None] - vectors) <= 0.5 * scales[:, None] + 1e-9)


def test_the_protocol_fits_all_encoders(folder: Path) -> None:
    embedder: Embedder = StaticEmbedder(folder)
    assert (embedder.name, embedder.dim) == ("toy", 2)


def test_the_bundled_encoder_is_small_and_puts_everyday_words_near_official_ones() -> None:
    size = sum(path.stat().st_size for path in BUNDLED_MODEL.rglob("*") if path.is_file())
    assert size <= 25_000_000
    embedder = StaticEmbedder()
    questions = embedder.encode_questions(["公司拖着工资不给怎么办", "怎么给孩子上户口"])
    passages = embedder.encode_passages(
        ["用人单位应当按照劳动合同约定，及时足额支付劳动报酬。", "婴儿出生后一个月以内，由户主申报出生登记。"]
    )
    scores = questions @ passages.T
    assert scores[0, 0] > scores[0, 1]
    assert scores[1, 1] > scores[1, 0]
