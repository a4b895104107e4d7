"""The chat page in Gradio: header, answer area, question box. What it shows is made in :mod:`qa.web.chat`.

The only module that imports Gradio, and only inside its functions: importing it takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qa.question import MAX_CHARACTERS
from qa.web import texts
from qa.web.chat import Answerer, Conversation, ask
from qa.web.render import render_examples

if TYPE_CHECKING:
    import gradio

Shown = tuple[str, str, str, Conversation]  # question box, answer area, spoken line, state

# System fonts only: nothing is fetched from elsewhere.
FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
QUESTIONS_AT_ONCE = 8  # threads that answer; more only wait for the same processor


def build_page(get_answerer: Callable[[], Answerer]) -> gradio.Blocks:
    """Return the page; ``get_answerer`` is called at each question, so the index may be loading still."""
    import gradio as gr

    def respond(text: str, conversation: Conversation) -> Iterator[Shown]:
        # The box is emptied at once, so that the next question can be typed while this one is answered.
        yield "", conversation.html_while_searching(text), "", conversation
        conversation = ask(get_answerer(), text, conversation)
        yield "", conversation.html, conversation.announcement, conversation

    plain: dict[str, Any] = {"js_on_load": None, "apply_default_css": False, "padding": False}
    page = gr.Blocks(title=f"{texts.TITLE} {texts.SUBTITLE}", analytics_enabled=False)
    with page:
        state = gr.State(Conversation())
        gr.HTML(header_html(), elem_id="zd-header", **plain)
        log = gr.HTML(render_examples(texts.EXAMPLES), elem_id="zd-log", **plain)
        with gr.Column(elem_id="zd-composer"):
            spoken = gr.HTML("", elem_id="zd-spoken", **plain)
            with gr.Row(elem_id="zd-asking", equal_height=True):
                box = gr.Textbox(
                    label=texts.QUESTION_LABEL,
                    placeholder=texts.QUESTION_PLACEHOLDER,
                    max_length=MAX_CHARACTERS,
                    lines=1,  # one line at first: then Enter sends
                    max_lines=4,
                    container=False,
                    scale=1,
                    elem_id="zd-box",
                )
                send = gr.Button(texts.SEND, variant="primary", scale=0, elem_id="zd-send")
            gr.HTML(f'<p class="zd-hint">{texts.PRIVACY_HINT}</p>', elem_id="zd-privacy", **plain)
            fresh = gr.Button(
                texts.NEW_CONVERSATION, visible="hidden", elem_id="zd-new"
            )  # pressed by the one in the head
        outputs = [box, log, spoken, state]
        gr.on(
            [box.submit, send.click],
            respond,
            [box, state],
            outputs,
            show_progress="hidden",
            concurrency_limit=QUESTIONS_AT_ONCE,
            api_visibility="private",
        )
        fresh.click(
            lambda: ("", Conversation().html, "", Conversation()),
            None,
            outputs,
            show_progress="hidden",
            api_visibility="private",
        )
    return page


def header_html() -> str:
    """Return the head of the page: name, large type, the telephone line."""
    return (
        f'<header class="zd-head"><h1><span class="zd-name">{texts.TITLE}</span>'
        f'<span class="zd-sub">{texts.SUBTITLE}</span></h1>'
        f'<button type="button" id="zd-fresh">{texts.NEW_CONVERSATION}</button>'
        f'<button type="button" id="zd-large" aria-pressed="false">{texts.LARGE_TYPE}</button>'
        f'<a class="zd-call" href="tel:12345">{texts.HOTLINE}</a></header>'
    )


def head_html() -> str:
    """Return what goes into the page's ``<head>``: the few lines of script of the page."""
    script = (files("qa.web") / "page.js").read_text(encoding="utf-8")
    return f"<script>{script}</script><noscript>{texts.NO_SCRIPT}</noscript>"


def styles() -> str:
    """Return the page's style sheet."""
    return (files("qa.web") / "styles.css").read_text(encoding="utf-8")


def theme() -> gradio.themes.Base:
    """Return a plain light theme with system fonts."""
    from gradio.themes import Base

    return Base(font=list(FONTS), font_mono=["monospace"])
