"""Filters on the command line, and one line that names what there is when a value is no document's."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from toy_encoder import write_toy_encoder
from toy_index import ALLOWANCE, PARKING, write_corpus

from index.build import build_index
from index.corpus import Document
from index.embedding import StaticEmbedder
from qa.__main__ import main
from qa.filter_arguments import add_filter_arguments, chosen_filters
from qa.filters import Filters

PROVINCE = Document(
    "苏",
    "居住证办法",
    issuers=("江苏省公安厅",),
    issued=date(2022, 7, 24),
    region="江苏省",
    level="省",
    kind="办法",
)
NATION = Document(
    "国", "就业通知", issuers=("民政部",), issued=date(2023, 5, 5), region="全国", kind="通知", audience=("企业",)
)
DOCUMENTS = [PROVINCE, replace(PROVINCE, doc_id="苏2", expires=date(2023, 1, 1)), NATION]


def chosen(*arguments: str) -> Filters | None:
    parser = argparse.ArgumentParser()
    add_filter_arguments(parser)
    return chosen_filters(parser.parse_args(arguments), DOCUMENTS)


def test_nothing_asked_for_is_no_filter() -> None:
    assert chosen() is None


def test_every_option_is_a_part_of_the_filters() -> None:
    assert chosen(
        "--region", "江苏", "--level", "省", "--issuer", "公安厅", "--year", "2022", "--kind", "办法"
    ) == Filters(region="江苏", level="省", issuer="公安厅", year=2022, kind="办法")
    assert chosen("--audience", "企业", "--in-force-on", "2024-01-31") == Filters(
        audience="企业", in_force_on=date(2024, 1, 31)
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--region", "浙江"), "--region 浙江: no document has it; there is 江苏省 (2), 全国 (1)"),
        (("--level", "市"), "--level 市: no document has it; there is 省 (2)"),
        (("--issuer", "财政厅"), "--issuer 财政厅: no document has it; there is 江苏省公安厅 (2), 民政部 (1)"),
        (("--year", "1999"), "--year 1999: no document has it; there is 2022 (2), 2023 (1)"),
        (("--kind", "规划"), "--kind 规划: no document has it; there is 办法 (2), 通知 (1)"),
        (("--audience", "军人"), "--audience 军人: no document has it; there is 企业 (1)"),
        (("--in-force-on", "1990-01-01"), "--in-force-on 1990-01-01: no document is in force on that day"),
        (("--region", "江苏", "--year", "2023"), "no document passes all the filters together; leave one out"),
    ],
)
def test_a_value_of_no_document_is_a_mistake_that_names_the_values(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  # the whole message is compared
        chosen(*arguments)
    assert str(error.value) == said


def test_a_long_list_of_values_is_cut() -> None:
    parser = argparse.ArgumentParser()
    add_filter_arguments(parser)
    many = [replace(NATION, doc_id=str(n), issuers=(f"第{n}局",)) for n in range(15)]
    with pytest.raises(ValueError, match=r"第11局 \(1\) and 3 more$"):
        chosen_filters(parser.parse_args(["--issuer", "财政部"]), many)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an index and the encoder it was built with."""
    folder = tmp_path_factory.mktemp("filters")
    model = write_toy_encoder(folder / "model", [ALLOWANCE, PARKING])
    build_index(write_corpus(folder / "corpus"), folder / "index", StaticEmbedder(model))
    return folder


def run(place: Path, *arguments: str) -> int:
    return main([*arguments, "--index", str(place / "index"), "--model", str(place / "model")])


def test_the_command_searches_only_what_passes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "--json", "收费标准", "--year", "2021", "--as-of", "2025-06-01") == 0
    record = json.loads(capsys.readouterr().out)
    assert {hit["doc_number"] for hit in record["retrieved"]} == {"测政办发〔2021〕15号"}


def test_the_command_says_what_values_there_are(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "收费标准", "--year", "1999") == 2
    assert capsys.readouterr().err == "error: --year 1999: no document has it; there is 2021 (1), 2024 (1)\n"
    with pytest.raises(SystemExit):
        run(place, "收费标准", "--year", "去年")
    assert capsys.readouterr().err.count("\n") == 1


def test_explain_shows_what_restricts_and_what_was_recognised(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(place, "explain", "2021年停车收费标准", "--in-force-on", "2025-06-01") == 0
    out = capsys.readouterr().out
    assert "限定：有效日 2025-06-01" in out
    assert "从问题认出：年份 2021" in out
    assert "提示 +1×" in out
    assert run(place, "explain", "停车收费标准") == 0
    out = capsys.readouterr().out
    assert "限定：无" in out
    assert "从问题认出：无" in out


def test_a_reranker_that_is_none_gives_one_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sentence_transformers", reason='needs the extra "models"')
    assert run(place, "停车", "--reranker", str(place / "corpus")) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"error: {place / 'corpus'}: no cross-encoder here")
    assert err.count("\n") == 1
