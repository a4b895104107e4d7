"""The page as people use it: app.py started, headless Chromium, a question asked, a source opened.

Skipped with a message where there is no Chromium (Debian package ``chromium``); ``.ci/run`` installs it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from toy_encoder import write_toy_encoder

from qa.web import texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
BUNDLED_MODEL = ROOT / "models" / "static-zh"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
PHONE, DESK = (360, 740), (1280, 800)
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium: apt-get install chromium fonts-noto-cjk"),
    # Playwright's own loop and pipes are closed by its process, not by Python's.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the product over its own corpus, on a free port, with an index of its own."""
    folder = tmp_path_factory.mktemp("browser")
    model = BUNDLED_MODEL
    if not (model / "model.safetensors").is_file():
        cards = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.md")))
        model = write_toy_encoder(folder / "toy", cards)
    command = [sys.executable, str(ROOT / "app.py"), "--port", "0", "--index", str(folder / "index")]
    log = folder / "stderr.txt"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [*command, "--model", str(model)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
        ) as process,
    ):
        assert process.stdout is not None
        lines = iter(process.stdout)
        yield next((line.split("：", 1)[1].strip() for line in lines if "政答已启动：" in line), "")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert log.read_text(encoding="utf-8") == ""  # nothing was logged: no error, no question


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Open the page; afterwards: no error on the console, and no request has left this machine."""
    assert address, "app.py ended without serving"
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    opened = context.new_page()
    problems: list[str] = []
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("request", lambda sent: None if _is_here(sent.url, address) else problems.append(sent.url))
    opened.goto(address)
    opened.wait_for_selector("#zd-box textarea")
    yield opened
    context.close()
    assert problems == []


def _is_here(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:"))


def ask(page: Page, question: str, number: int = 1) -> None:
    """Type a question, press Enter, wait for its answer."""
    page.fill("#zd-box textarea", question)
    page.press("#zd-box textarea", "Enter")
    page.wait_for_selector(f"#zd-turn-{number}:not(.zd-pending)")


def test_a_question_is_answered_with_a_source_that_opens_at_its_quote(page: Page, tmp_path: Path) -> None:
    ask(page, "数电票发票号码一共几位？")
    assert "20位" in page.inner_text("#zd-turn-1 .zd-text")
    assert "不是人工答复" in page.inner_text("#zd-turn-1 .zd-label")
    page.click("#zd-turn-1 .zd-ref >> nth=0")
    mark = page.locator("#zd-turn-1 details[open] mark").first
    mark.scroll_into_view_if_needed()
    assert mark.inner_text().strip()[:10] in page.inner_text("#zd-turn-1 .zd-text")
    assert ".md 第" in page.inner_text("#zd-turn-1 details[open] dl")
    page.screenshot(path=tmp_path / "answer.png")
    assert (tmp_path / "answer.png").stat().st_size > 10_000


def test_the_page_fits_is_chinese_and_can_be_read(page: Page) -> None:
    assert page.title() == "政答 政务服务政策问答"
    assert page.get_attribute("html", "lang") == "zh-CN"
    ask(page, "数电票发票号码一共几位？")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.zd-turn :is(p, div, dd, li, h2, h3, summary, button), .zd-head *, textarea')]"
        ".filter(element => element.offsetParent).map(element => parseFloat(getComputedStyle(element).fontSize))"
    )
    assert min(sizes) >= 18
    assert page.is_visible(f"a[href='tel:12345']:has-text('{texts.HOTLINE}')")
    page.click("#zd-large")
    assert page.get_attribute("#zd-large", "aria-pressed") == "true"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_example_asks_itself_and_a_new_conversation_forgets_it(page: Page) -> None:
    page.click(".zd-ask >> nth=0")
    page.wait_for_selector("#zd-turn-1:not(.zd-pending)")
    assert page.inner_text("#zd-turn-1 .zd-question").endswith(texts.EXAMPLES[0])
    page.click("#zd-fresh")
    page.wait_for_selector(".zd-welcome")
    assert page.locator(".zd-turn").count() == 0


def test_it_can_be_used_with_the_keyboard_alone(page: Page) -> None:
    page.focus("#zd-box textarea")
    page.keyboard.type("数电票发票号码一共几位？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#zd-turn-1:not(.zd-pending)")
    page.focus("#zd-turn-1 .zd-ref >> nth=0")
    page.keyboard.press("Enter")
    assert page.locator("#zd-turn-1 details[open]").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert page.locator("#zd-turn-1 details[open]").count() == 0


def test_a_screen_reader_is_told_the_answer(page: Page) -> None:
    ask(page, "数电票发票号码一共几位？")
    page.wait_for_selector("#zd-spoken[aria-live=polite] p", state="attached")
    assert page.inner_text("#zd-spoken").startswith("答复：")


def test_markup_in_a_question_stays_text(page: Page) -> None:
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>${alert(3)}{{7*7}}怎么办"
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    ask(page, attack)
    assert attack in page.inner_text("#zd-turn-1 .zd-question")


def test_an_empty_question_gets_a_hint(page: Page) -> None:
    page.fill("#zd-box textarea", "  ")
    page.press("#zd-box textarea", "Enter")
    page.wait_for_selector(f"#zd-spoken:has-text('{texts.EMPTY_QUESTION}')")
    assert page.locator(".zd-turn").count() == 0


def test_the_copy_button_says_that_it_copied(page: Page) -> None:
    ask(page, "数电票发票号码一共几位？")
    page.click("#zd-turn-1 .zd-copy")
    page.wait_for_selector(f"#zd-turn-1 .zd-copy:has-text('{texts.COPIED}')")
