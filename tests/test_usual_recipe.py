"""The usual recipe over two invented documents, and both sides beside each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from eval_fakes import gold, unanswerable, write_gold
from toy_answerer import DAY
from toy_encoder import write_toy_encoder
from toy_index import ALLOWANCE, FILES, PARKING, PASSAGES, ToyEmbedder, write_corpus

from eval import recipe_command, recipe_probe, side_by_side
from eval.__main__ import main
from eval.bench_probe import BuildProbe
from eval.recipe_probe import SideProbe, probe
from eval.usual_recipe import CHUNK_CHARACTERS, OVERLAP_CHARACTERS, UsualRecipe, read_texts, split
from index.build import build_index
from index.embedding import StaticEmbedder

QUESTIONS = [
    gold("q1", question="小型汽车停放多久免收停车费", evidence=("小型汽车停放不超过三十分钟的，免收停车费",)),
    gold("q2", question="初审要几个工作日", style="colloquial", evidence=("应当在5个工作日内完成初审",)),
    unanswerable("u1"),
]


def test_chunks_are_cut_by_length_and_overlap() -> None:
    text = "\n".join(f"第{number}行，" + "十" * 60 for number in range(40))
    chunks = split([text])
    assert max(map(len, chunks)) <= CHUNK_CHARACTERS
    assert len(chunks) > len(text) / CHUNK_CHARACTERS
    shared = next(length for length in range(OVERLAP_CHARACTERS, 0, -1) if chunks[0][-length:] == chunks[1][:length])
    assert shared > OVERLAP_CHARACTERS / 2


def test_both_legs_find_their_document() -> None:
    # Three, all shorter than a chunk: in two a word of one document has no weight, log(1.5 / 1.5)
    recipe = UsualRecipe([ALLOWANCE, PARKING, "图书馆每周一闭馆。"], ToyEmbedder())
    assert len(recipe.chunks) == 3
    assert recipe.retrieve("小型汽车停车费", top_k=10)[0] == PARKING.strip()
    assert recipe.retrieve("图书馆哪天闭馆", top_k=10)[0] == "图书馆每周一闭馆。"
    assert len(recipe.retrieve("停车", top_k=1)) == 1


def test_texts_are_read_by_path_and_other_files_left_out(tmp_path: Path) -> None:
    write_corpus(tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert sorted(read_texts(tmp_path)) == sorted(FILES.values())


def test_a_folder_without_text_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds no \.txt or \.md file"):
        read_texts(tmp_path)


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with corpus, encoder, an index built with it, and questions."""
    folder = tmp_path_factory.mktemp("recipe")
    encoder = write_toy_encoder(folder / "encoder", FILES.values())
    build_index(write_corpus(folder / "corpus"), folder / "index", StaticEmbedder(encoder))
    write_gold(folder / "gold.jsonl", *QUESTIONS)
    return folder


@pytest.mark.parametrize(("side", "place", "passages"), [("usual", "corpus", 2), ("ours", "index", PASSAGES)])
def test_a_side_is_asked_the_answerable_questions(
    side: str, place: str, passages: int, toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedding.BUNDLED_MODEL", toy / "encoder")
    found = probe(side, toy / place, toy / "gold.jsonl", DAY)
    assert found.passages == passages
    assert len(found.found) == 2
    assert any("免收停车费" in text for text in found.found[0])
    assert all(1 <= len(texts) <= 10 for texts in found.found)
    assert [len(one) for one in found.rounds_ms] == [2, 2]
    assert found.serving_mib <= found.peak_mib * 1.1


def test_the_timed_questions_are_spread_over_the_file(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embedding.BUNDLED_MODEL", toy / "encoder")
    monkeypatch.setattr(recipe_probe, "TIMED", 1)
    assert [len(one) for one in probe("ours", toy / "index", toy / "gold.jsonl", DAY).rounds_ms] == [1, 1]


def build(arguments: Sequence[str]) -> str:
    """Return a build of 4 passages with 400 characters."""
    assert arguments[0] == "build"
    return json.dumps(asdict(BuildProbe(1.5, 200.0, 1, 4, 400, "hash", "v1", "encoder")))


def ask(arguments: Sequence[str]) -> str:
    """The usual recipe finds the first question's evidence, ours both; the second round is the faster one."""
    first, second = (question.evidence for question in QUESTIONS[:2])
    if arguments[0] == "usual":
        return json.dumps(asdict(SideProbe(9.0, 2, 1000, (first, ("别的",)), ((20.0,), (10.0,)), 400.0, 390.0)))
    return json.dumps(asdict(SideProbe(1.0, 4, 0, (first, second), ((4.0, 8.0), (3.0, 6.0)), 300.0, 250.0)))


def test_both_sides_are_scored_alike_and_compared(toy: Path) -> None:
    result = side_by_side.measure(toy / "corpus", toy / "gold.jsonl", on=DAY, build=build, ask=ask)
    usual, ours = result.usual, result.ours
    assert (usual.figures["recall@1"].value, ours.figures["recall@1"].value) == (0.5, 1.0)
    assert ours.figures["recall@1"].difference == 0.5
    assert ours.figures["colloquial@5"].questions == 1
    assert (usual.mean_characters, ours.mean_characters) == (500.0, 100.0)
    assert (usual.build_seconds, usual.build_peak_mib) == (9.0, 400.0)  # it builds while it starts
    assert (ours.build_seconds, ours.build_peak_mib, ours.ready_seconds) == (1.5, 200.0, 1.0)
    assert (usual.p50_ms, ours.p50_ms, ours.p95_ms) == (10.0, 6.0, 6.0)
    assert (usual.serving_mib, ours.serving_mib) == (390.0, 250.0)
    assert result.corpus_hash == "hash"


def test_the_table_has_both_sides(toy: Path) -> None:
    text = side_by_side.as_table(side_by_side.measure(toy / "corpus", toy / "gold.jsonl", on=DAY, build=build, ask=ask))
    assert "usual recipe" in text.splitlines()[0]
    assert any(
        line.startswith("| memory serving, MiB") and "390" in line and "250" in line for line in text.splitlines()
    )


def test_the_command_prints_where_the_figures_come_from(
    toy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = side_by_side.measure
    monkeypatch.setattr(
        side_by_side, "measure", lambda corpus, gold_file, *, on: real(corpus, gold_file, on=on, build=build, ask=ask)
    )
    asked = ["recipe", "--corpus", str(toy / "corpus"), "--gold", str(toy / "gold.jsonl"), "--as-of", "2025-06-01"]
    assert main(asked) == 0
    printed = capsys.readouterr().out
    assert "corpus_hash hash" in printed
    assert "machine load" in printed
    assert main([*asked, "--json"]) == 0
    assert [side["name"] for side in json.loads(capsys.readouterr().out)["sides"]] == ["usual recipe", "zhengda"]
    assert recipe_command.recipe.__doc__


def test_a_failing_side_is_one_line(toy: Path) -> None:
    with pytest.raises(ValueError, match="measuring process ended with 2: error: "):
        side_by_side.run_side(["ours", str(toy / "nowhere"), str(toy / "gold.jsonl"), "2025-06-01"])


def test_the_probe_tells_a_users_mistake_in_one_line(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert recipe_probe.main(["ours", str(toy / "nowhere"), str(toy / "gold.jsonl"), "2025-06-01"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
