from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from eval_fakes import FakeAnswerer, gold, open_fake, unanswerable, write_gold

from eval import commands
from eval.__main__ import main
from eval.provenance import Provenance, collect, meta_path, read_provenance
from eval.run import ask_in_processes, ask_in_threads, write_run
from eval.run_file import parse_run_line, read_run
from eval.run_lines import answer_line
from qa.records import Answer, Status

CONTRACT = {"id", "question_used", "status", "answer", "citations", "retrieved", "timings_ms"}
CITED = {"n", "doc_title", "doc_number", "issuer", "issued", "effective", "expires", "validity", "article", "quote",
         "passage", "source", "first_line", "last_line"}  # fmt: skip
FOUND = {"rank", "passage_id", "doc_title", "doc_number", "article", "text", "score"}


def provenance(**changes: str) -> Provenance:
    values = dict.fromkeys(Provenance.__dataclass_fields__, "same")
    return Provenance(**{**values, **changes})


def ask(answerer: FakeAnswerer, workers: int = 1) -> partial:  # type: ignore[type-arg]
    return partial(ask_in_threads, answerer, as_of=date(2023, 6, 30), workers=workers)


def test_a_line_holds_every_field_of_the_contract() -> None:
    record = json.loads(answer_line(gold(), FakeAnswerer().answer("补贴多少")))
    assert set(record) >= CONTRACT
    assert set(record["citations"][0]) >= CITED
    assert set(record["retrieved"][0]) == FOUND
    assert record["timings_ms"] == {"retrieve": 1.0, "total": 2.0}


def test_a_line_stays_one_line_whatever_the_text() -> None:
    text = "甲\u2028乙\x85丙\n丁"
    written = answer_line(gold(), Answer(Status.ANSWERED, text, "问"))
    assert len(written.splitlines()) == 1
    assert parse_run_line(written).answer == text


def test_lines_come_in_the_order_of_the_questions_whatever_the_workers(tmp_path: Path) -> None:
    questions = [gold(f"q{number}") for number in range(20)]
    result = write_run(tmp_path / "run.jsonl", questions, provenance(), ask(FakeAnswerer(), workers=4))
    assert (result.asked, result.resumed, result.errors) == (20, 0, ())
    assert list(read_run(tmp_path / "run.jsonl").lines) == [question.id for question in questions]


def test_worker_processes_give_the_same_lines_as_threads(tmp_path: Path) -> None:
    questions = [gold(f"q{number}") for number in range(4)]
    day = date(2023, 6, 30)
    apart = ask_in_processes(tmp_path, questions, as_of=day, workers=2, opener=open_fake)
    assert list(apart) == list(ask_in_threads(FakeAnswerer(), questions, as_of=day))


def test_a_stopped_run_goes_on_without_asking_twice(tmp_path: Path) -> None:
    out, questions = tmp_path / "run.jsonl", [gold("a"), gold("b"), unanswerable("c")]
    write_run(out, questions[:1], provenance(), ask(FakeAnswerer()))
    with out.open("a", encoding="utf-8") as file:
        file.write('{"id": "b", "status": "ans')  # cut off in the middle of a line
    second = FakeAnswerer()
    result = write_run(out, questions, provenance(machine="another"), ask(second))
    assert (result.asked, result.resumed) == (2, 1)
    assert second.asked == [questions[1].question, questions[2].question]
    run = read_run(out)
    assert (list(run.lines), run.broken, run.duplicates) == (["a", "b", "c"], (), ())


def test_a_run_under_other_conditions_is_not_mixed_in(tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    write_run(out, [gold("a")], provenance(), ask(FakeAnswerer()))
    with pytest.raises(ValueError, match="written with another commit, as_of; give another --out, or --fresh"):
        write_run(out, [gold("a")], provenance(commit="new", as_of="2024-01-01"), ask(FakeAnswerer()))
    result = write_run(out, [gold("a")], provenance(commit="new"), ask(FakeAnswerer()), fresh=True)
    assert result.asked == 1
    assert read_provenance(out) == provenance(commit="new")


def test_a_question_that_raises_is_an_error_line_and_is_asked_again(tmp_path: Path) -> None:
    out, questions = tmp_path / "run.jsonl", [gold("a"), gold("b")]
    result = write_run(out, questions, provenance(), ask(FakeAnswerer(raise_for="b：")))
    assert result.errors == ("b",)
    line = read_run(out).lines["b"]
    assert (line.status, line.error) == ("error_index", "RuntimeError: cannot answer b：补贴多少钱")
    assert write_run(out, questions, provenance(), ask(FakeAnswerer())).asked == 1
    assert read_run(out).lines["b"].answered


def test_other_wordings_are_asked_and_kept_in_the_line() -> None:
    answerer = FakeAnswerer()
    (text,) = ask(answerer)([gold(wordings=("补贴怎么算", "能领多少"))])
    assert answerer.asked == ["q1：补贴多少钱", "补贴怎么算", "能领多少"]
    first, second = parse_run_line(text).wordings
    assert (first.status, first.cited) == ("answered", ("文-1#第三条",))
    assert second.status == "unanswerable_no_source"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("3", "a int, not an object"),
        ('{"id": "a"}', "status is missing"),
        ('{"id": "a", "status": "answerd"}', "status 'answerd' is unknown; use one of answered, answered_partial"),
        ('{"id": "a", "status": "answered", "answer": 5}', "answer is int 5; it must be text"),
        ('{"id": "a", "status": "answered", "citations": {}}', "citations is {}; it must be a list of objects"),
        ('{"id": "a", "status": "answered", "timings_ms": {"total": "1"}}', "total is '1'; it must be a number"),
        ('{"id": "a", "status": "answered", "notes": [1]}', "notes is [1]; it must be a list of texts"),
    ],
)
def test_a_line_of_another_form_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is checked below
        parse_run_line(text)
    assert says in str(error.value)


def test_provenance_names_commit_gold_and_day(tmp_path: Path) -> None:
    path = write_gold(tmp_path / "g.jsonl", gold())
    found = collect(tmp_path, path, as_of=date(2023, 6, 30), settings="workers 1")
    assert (found.gold, found.as_of, found.index_version) == ("g.jsonl", "2023-06-30", "unknown")
    assert len(found.gold_sha256) == 64
    assert replace(found, date="later", machine="other").same_run(found)
    reranked = collect(tmp_path, path, as_of=date(2023, 6, 30), settings="workers 1", reranker="toy")
    assert reranked.encoder == "unknown, reranker toy"
    assert not reranked.same_run(found)


def test_models_given_to_a_run_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[dict[str, Path | None]] = []

    def open_fake(index: Path, **models: Path | None) -> FakeAnswerer:
        opened.append(models)
        return FakeAnswerer()

    monkeypatch.setattr(commands, "open_answerer", open_fake)
    path, out = write_gold(tmp_path / "g.jsonl", gold("a")), tmp_path / "run.jsonl"
    given = ["run", "--index", str(tmp_path), "--gold", str(path), "--out", str(out)]
    assert main([*given, "--model", "some/encoder", "--reranker", "some/reranker"]) == 0
    assert opened == [{"model": Path("some/encoder"), "reranker": Path("some/reranker")}]


def test_run_and_score_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "open_answerer", lambda index, **models: FakeAnswerer())
    path, out = write_gold(tmp_path / "g.jsonl", gold("a"), gold("b", must=("四百元",))), tmp_path / "run.jsonl"
    assert main(["run", "--index", str(tmp_path), "--gold", str(path), "--out", str(out)]) == 0
    assert meta_path(out).is_file()
    assert main(["score", str(out), str(path), "--json", "--trec", str(tmp_path / "trec")]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert record["figures"]["right"] == 0.5
    assert record["provenance"]["gold"] == "g.jsonl"
    assert (tmp_path / "trec" / "qrels.trec").read_text(encoding="utf-8").splitlines() == [
        "a 0 文-1#第三条 1",
        "b 0 文-1#第三条 1",
    ]
    assert main(["score", str(out), str(path), "--failures", "5"]) == 0
    assert "b number/formal answered lost at extraction" in capsys.readouterr().out


def test_a_users_mistake_is_one_line_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "g.jsonl"
    bad.write_text("{oops\n", encoding="utf-8")
    assert main(["score", str(tmp_path / "none.jsonl"), str(bad)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert len(captured.err.splitlines()) == 1
