from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from eval_fakes import gold, write_gold

from eval import bench, bench_command, bench_probe
from eval.__main__ import main
from eval.bench_page import bench_page
from eval.bench_probe import AskProbe, BuildProbe
from eval.provenance import Provenance

WHERE = Provenance(**dict.fromkeys(Provenance.__dataclass_fields__, "same"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt", "sub/d.txt"):
        (folder / name).write_text("十" * 100, encoding="utf-8")
    (folder / "README.md").write_text("not a document", encoding="utf-8")
    return folder


def probe(arguments: Sequence[str]) -> str:
    """Return 100 passages a file, and latencies of 1 to 4 ms a person."""
    if arguments[0] == "build":
        files = sum(path.is_file() for path in Path(arguments[1]).rglob("*"))
        Path(arguments[2]).mkdir()
        (Path(arguments[2]) / "index.bin").write_bytes(b"0" * 2**20)
        return json.dumps(asdict(BuildProbe(1.5, 200.0, files, 100 * files, 5000 * files, "hash", "v1", "encoder")))
    people = int(arguments[3])
    return json.dumps(
        asdict(AskProbe(0.5, 2.0, 150.0, tuple(float(people * n) for n in (4, 1, 3, 2)), (0.5, 0.7, 0.6)))
    )


def test_a_share_of_the_corpus_is_its_first_files(corpus: Path, tmp_path: Path) -> None:
    assert bench.part_of(corpus, 0.5, tmp_path / "half") == 2
    assert sorted(path.name for path in (tmp_path / "half").rglob("*.txt")) == ["a.txt", "b.txt"]
    assert bench.part_of(corpus, 0.01, tmp_path / "least") == 1
    assert bench.part_of(corpus, 1.0, tmp_path / "all") == 4


def test_an_empty_corpus_is_a_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no file"):
        bench.part_of(tmp_path, 1.0, tmp_path / "part")


def test_a_size_is_built_once_and_asked_once_a_load(corpus: Path, tmp_path: Path) -> None:
    size = bench.measure_size(corpus, 0.5, tmp_path / "g.jsonl", people=(1, 10), questions=4, probe=probe)
    assert (size.files, size.documents, size.passages, size.index_mib) == (2, 2, 200, 1.0)
    assert (size.build_seconds, size.start_seconds, size.memory_mib) == (1.5, 0.5, 150.0)
    one, ten = size.loads
    assert (one.people, one.p50_ms, one.p95_ms, one.max_ms) == (1, 3.0, 4.0, 4.0)
    assert (ten.people, ten.max_ms, ten.answers_per_second, ten.retrieve_p50_ms) == (10, 40.0, 2.0, 0.6)


def test_an_answerer_that_does_not_time_retrieval_leaves_it_out() -> None:
    assert bench.load_of(1, AskProbe(0.1, 1.0, 1.0, (2.0,), ())).retrieve_p50_ms is None


def test_a_failing_process_is_one_line_with_its_reason() -> None:
    with pytest.raises(bench.ProbeError, match="measuring process ended with 2: error: "):
        bench.run_probe(["ask", "nowhere", "no-gold.jsonl", "1", "1"])


def test_memory_of_this_process_is_measured() -> None:
    assert 5 < bench_probe.resident_mib() <= bench_probe.peak_mib() * 1.1


def test_the_page_and_the_table_hold_every_load(corpus: Path, tmp_path: Path) -> None:
    sizes = tuple(
        bench.measure_size(corpus, share, tmp_path / "g.jsonl", people=(1, 50), questions=4, probe=probe)
        for share in (0.25, 1.0)
    )
    result = bench.Bench(WHERE, "corpus<", sizes)
    page = bench_page(result)
    assert page.count("<tr><td") == 4
    assert page.count("<svg") == 4
    assert "corpus<" not in page.replace("corpus&lt;", "")
    assert bench.as_table(result).count("at once") == 4
    assert json.loads(bench.as_json(result))["sizes"][1]["loads"][0]["people"] == 1


def test_bench_from_the_command_line(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(folder: Path, share: float, path: Path, *, people: Sequence[int], questions: int) -> bench.Size:
        return bench.measure_size(folder, share, path, people=people, questions=questions, probe=probe)

    monkeypatch.setattr(bench_command, "measure_size", measure)
    path, out = write_gold(tmp_path / "g.jsonl", gold()), tmp_path / "out"
    command = ["bench", "--corpus", str(corpus), "--gold", str(path), "--out", str(out), "--people", "1", "2"]
    assert main([*command, "--sizes", "1", "0.5"]) == 0
    assert [size["share"] for size in json.loads((out / "bench.json").read_text(encoding="utf-8"))["sizes"]] == [
        0.5,
        1.0,
    ]
    assert "bench.html" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([*command, "--sizes", "2"])
