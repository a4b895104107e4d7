from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from eval_fakes import citation, gold, hits, line, unanswerable, write_gold

from eval import charts
from eval import report_data as data
from eval.__main__ import main
from eval.metrics import METRICS
from eval.report import NAME, report_page, write_report
from eval.report_words import DEFINITIONS
from eval.run_file import RunFile, RunLine
from eval.score import RunScore, score_run
from eval.stages import STAGE_LABELS, Stage

EVIL = '</script><script>alert(1)</script><img src="http://example.com/x.png">'


def scored(**changes: object) -> RunScore:
    """Return three questions: right, refused, and an unanswerable one that was answered."""
    questions = [gold("a", **changes), gold("b", kind="list", style="typo"), unanswerable("c")]
    lines = {
        "a": line("a", confidence=0.9, total_ms=10.0),
        "b": line("b", status="unanswerable_low_confidence", total_ms=20.0),
        "c": line("c", confidence=0.4, total_ms=40.0),
    }
    return score_run(questions, RunFile(lines))


class Tags(HTMLParser):
    """Counts tags and collects what they would load."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset")]


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_the_page_shows_every_question_and_loads_nothing() -> None:
    tags = parsed(report_page(scored(), None, title="run"))
    assert tags.seen.count("details") == 3
    assert tags.loads == ["data:,"]
    assert tags.seen.count("script") == 1


def test_everything_that_comes_from_outside_is_escaped() -> None:
    questions = [gold("a", question=EVIL, turns=(EVIL,), must=(EVIL,), evidence=(EVIL,), answer=EVIL, doc_title=EVIL)]
    answered = line(
        "a", answer=EVIL, notes=(EVIL,), question_used=EVIL + "2", error=EVIL, status="answered",
        citations=(citation(quote=EVIL, passage=EVIL, doc_title=EVIL, article=EVIL, note=EVIL, source=EVIL),),
        retrieved=hits(EVIL),
    )  # fmt: skip
    run = RunFile({"a": answered, EVIL: RunLine(EVIL)}, broken=(EVIL,), duplicates=(EVIL,))
    page = report_page(score_run(questions, run), None, title=EVIL)
    tags = parsed(page)
    assert "img" not in tags.seen
    assert tags.seen.count("script") == 1
    assert "alert(1)</script>" not in page


def test_the_policy_forbids_every_request() -> None:
    assert "default-src &#x27;none&#x27;" in report_page(scored(), None, title="run")


def test_faults_of_the_run_file_stand_on_the_page() -> None:
    page = report_page(
        score_run([gold("a"), gold("lost")], RunFile({"a": line("a")}, broken=("run:3: x",))), None, title=""
    )
    assert "运行文件里没有的问题（按答错计）：1（lost）" in page
    assert "run:3: x" in page


def test_every_metric_and_stage_has_chinese_words() -> None:
    assert set(DEFINITIONS) == {metric.name for metric in METRICS}
    assert set(STAGE_LABELS) == set(Stage)


def test_groups_hold_every_question_the_largest_first() -> None:
    found = data.groups(scored(), lambda question: question.style)
    assert [(group.value, group.questions) for group in found] == [("formal", 2), ("typo", 1)]
    assert found[0].means[0].value == 0.5  # correct: a is right, c is not


def test_the_matrix_counts_every_question_once() -> None:
    rows = dict(data.retrieval_matrix(scored()))
    assert rows["第 1 条"] == (1, 0, 0, 0, 1, 0)  # a right, b refused
    assert rows["无依据的问题"] == (0, 0, 0, 1, 0, 0)
    assert sum(map(sum, rows.values())) == 3


def test_risk_is_the_share_of_wrong_answers_among_the_surest() -> None:
    sure = data.sureness(scored())
    assert sure == data.Sure("confidence", ((0.9, True), (0.4, False)))
    assert data.risk_coverage(sure, 3) == [(1 / 3, 0.0), (2 / 3, 0.5)]


def test_answers_of_the_same_sureness_come_together() -> None:
    assert data.risk_coverage(data.Sure("score", ((1.0, True), (1.0, False))), 2) == [(1.0, 0.5)]


def test_without_probabilities_the_first_score_ranks_and_nothing_is_calibrated() -> None:
    score = score_run([gold("a")], RunFile({"a": line("a")}))
    sure = data.sureness(score)
    assert sure.source == "score"
    assert data.calibration(sure) == []
    assert "没有每个答案的概率" in report_page(score, None, title="")


def test_calibration_compares_said_and_true_shares() -> None:
    bins = data.calibration(data.Sure("confidence", ((0.95, True), (0.95, False), (0.25, False))))
    assert [(round(said, 2), true, count) for said, true, count in bins] == [(0.25, 0.0, 1), (0.95, 0.5, 2)]
    assert data.calibration_error(bins) == pytest.approx((0.25 * 1 + 0.45 * 2) / 3)
    assert data.calibration_error([]) is None


def test_latencies_fall_into_equal_spans() -> None:
    columns = data.latency_columns([1.0, 2.0, 12.0])
    assert [count for _, count in columns] == [0, 1, 1] + [0] * 8 + [1]
    assert data.latency_columns([]) == []


def test_charts_escape_and_stay_inside_their_axes() -> None:
    axis = charts.Axis("轴<", 0, 1)
    drawn = charts.line_chart("题<", [charts.Line("线<", [(0, 0), (2, -1)])], axis, axis)
    assert "<text" in drawn
    assert "题<" not in drawn.replace("题&lt;", "")
    corner = re.search(r'points="[\d.]+,[\d.]+ ([\d.]+),([\d.]+)"', drawn)
    assert corner is not None
    assert (float(corner[1]), float(corner[2])) == (charts.WIDTH - charts.RIGHT, charts.HEIGHT - charts.BOTTOM)
    assert charts.bar(None) == ""
    assert [charts.whole_top(value) for value in (0, 5, 6)] == [5.0, 5.0, 10.0]


def test_report_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold_path = write_gold(tmp_path / "g.jsonl", gold("a"))
    run = tmp_path / "run.jsonl"
    run.write_text('{"id": "a", "status": "answered", "answer": "三百元\\ud800"}\n', encoding="utf-8")
    assert main(["report", str(run), str(gold_path), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "out" / NAME)
    assert "run.jsonl × g.jsonl" in (tmp_path / "out" / NAME).read_text(encoding="utf-8")


def test_the_page_runs_in_a_browser_without_errors_or_requests_and_filters(tmp_path: Path) -> None:
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser_path is None:
        pytest.skip("no chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = write_report(scored(), None, tmp_path, title="run")
    requests: list[str] = []
    messages: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(path.as_uri())
        assert page.inner_text("#shown") == "显示 3 / 3 题"
        page.select_option('[data-field="kind"]', "list")
        assert page.inner_text("#shown") == "显示 1 / 3 题"
        page.select_option('[data-field="kind"]', "")
        page.fill('[data-field="text"]', "c：补贴")
        assert page.inner_text("#shown") == "显示 1 / 3 题"
        browser.close()
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert messages == []
