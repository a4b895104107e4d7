"""What the page shows of an answer, and how a conversation goes on; no browser, no Gradio."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from web_fakes import ABSTENTION, ANSWER, CARD, CITATION, OFFICIAL, PASSAGES, FakeSnapshot

from index.corpus import Validity
from qa.records import Answer, Status
from qa.web import article as article_module
from qa.web import texts
from qa.web.article import Article, read_article
from qa.web.copy_text import chinese_date, copy_text, quoted_title
from qa.web.marks import Mark, escape, find_quote, marked_html, references
from qa.web.page import header_html
from qa.web.render import announcement, quotation_label, render_turn

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\" ' ${alert(3)} {{7*7}}"


def shown(answer: Answer, question: str = "尊老金多少钱") -> str:
    snapshot = FakeSnapshot()
    return render_turn(1, question, answer, lambda passage_id: read_article(snapshot, passage_id))


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


# marks


def test_a_quote_is_found_whatever_its_white_space() -> None:
    assert find_quote("第一条　标准为\n每人 50元。", "标准为每人50元。") == (4, 15)


@pytest.mark.parametrize("quote", ["", "  \n", "没有这句话"])
def test_a_quote_that_is_not_there_is_not_marked(quote: str) -> None:
    assert find_quote("标准为每人50元。", quote) is None


def test_marks_keep_the_text_and_escape_it() -> None:
    assert marked_html("a<b>c", [Mark(1, 4, "<i>", "</i>")]) == "a<i>&lt;b&gt;</i>c"


def test_of_two_overlapping_marks_the_first_counts() -> None:
    assert marked_html("abcd", [Mark(2, 4, "[", "]"), Mark(0, 3, "(", ")")]) == "(abc)d"


def test_a_replacing_mark_stands_in_place_of_its_text() -> None:
    assert marked_html("好[1]", [Mark(1, 4, "<a>1", "</a>", replace=True)]) == "好<a>1</a>"


def test_references_are_found_with_their_numbers() -> None:
    assert references("甲[1]乙[12]，丙[x]〔3〕") == [(1, 4, 1), (5, 9, 12)]


def test_escaping_leaves_nothing_for_html_or_a_template_engine() -> None:
    assert not set("<>\"'{}$`\\") & set(escape("<>\"'{}$`\\"))


# the article around a citation


def test_an_article_is_all_its_parts_and_no_neighbour() -> None:
    article = read_article(FakeSnapshot(), "苏政发-2022-1#第五条-2")
    assert article == Article(OFFICIAL, PASSAGES[1:3])


def test_an_article_ends_with_its_document() -> None:
    article = read_article(FakeSnapshot(), "尊老金卡片#二")
    assert article is not None
    assert article.parts == (PASSAGES[3],)


def test_an_unknown_passage_has_no_article() -> None:
    assert read_article(FakeSnapshot(), "没有#一") is None


def test_a_very_long_article_is_shortened_but_keeps_the_cited_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_module, "MAX_CHARACTERS", 20)
    article = read_article(FakeSnapshot(), "苏政发-2022-1#第五条-1")
    assert article == Article(OFFICIAL, (PASSAGES[1],), shortened=True)


# an answer


def test_the_direct_answer_is_marked_once_and_the_number_leads_to_its_source() -> None:
    html = shown(ANSWER)
    assert html.count('<strong class="zd-direct">不低于50元</strong>') == 1
    assert '<a class="zd-ref" href="#zd-1-1"' in html
    assert '<details class="zd-cite" id="zd-1-1">' in html


def test_a_number_without_a_citation_is_no_link() -> None:
    html = shown(replace(ANSWER, text="见附件[7]。", direct=""))
    assert "见附件[7]。" in html
    assert "zd-1-7" not in html


def test_a_citation_says_everything_about_its_document() -> None:
    text = plain(shown(ANSWER))
    for fact in (
        "《江苏省尊老金发放办法》",
        "苏政发〔2022〕1号",
        "江苏省人民政府",
        "2022年1月5日",
        "第二章 标准",
        "第五条",
    ):
        assert fact in text
    assert "file.txt 第12行" in text


def test_the_whole_article_stands_open_to_read_with_the_quote_marked() -> None:
    html = shown(ANSWER)
    assert "八十周岁以上老年人发放尊老金。\n<mark>标准为每人每月不低于50元。</mark>" in html
    assert "百岁老人每人每月不低于300元。" in html  # the second part of the article
    assert "本办法由民政部门负责" not in html  # another article


def test_a_citation_the_index_does_not_hold_shows_its_own_passage() -> None:
    html = render_turn(1, "问", ANSWER, lambda passage_id: None)
    assert texts.ARTICLE_MISSING in html
    assert "<mark>标准为每人每月不低于50元。</mark>" in html


@pytest.mark.parametrize("validity", list(Validity))
def test_validity_is_told_in_words_and_a_class_for_the_colour(validity: Validity) -> None:
    html = shown(replace(ANSWER, citations=(replace(CITATION, validity=validity.value),)))
    assert f'<span class="zd-validity zd-{validity.value}">{texts.VALIDITY_WORDS[validity]}</span>' in html


def test_every_status_has_a_heading_or_is_an_answer() -> None:
    assert set(Status) - set(texts.STATUS_HEADINGS) == {Status.ANSWERED, Status.SMALLTALK}


def test_notes_are_shown_once() -> None:
    note = "该文件的有效期已过，办理前请核实最新规定。"
    html = shown(replace(ANSWER, notes=(f"[1] {note}",), citations=(replace(CITATION, note=note),)))
    notes = html.split('<ul class="zd-notes">')[1].split("</ul>")[0]
    assert notes == f"<li>[1] {note}</li>"


def test_official_text_and_explanation_cards_are_told_apart() -> None:
    official, card = Article(OFFICIAL, PASSAGES[:1]), Article(CARD, PASSAGES[3:])
    assert quotation_label(ANSWER, [official]) == texts.QUOTATION_LABEL
    assert quotation_label(ANSWER, [card]) == texts.CARD_LABEL
    assert quotation_label(ANSWER, [official, card]) == texts.MIXED_LABEL
    assert quotation_label(ABSTENTION, []) == texts.PROGRAM_LABEL


def test_a_card_is_named_as_one_in_its_citation() -> None:
    html = shown(replace(ANSWER, citations=(replace(CITATION, passage_id="尊老金卡片#二", quote="80岁\t50元"),)))
    assert f'<span class="zd-card">{texts.CARD_MARK}</span>' in html
    assert "<mark>80岁 ｜ 50元</mark>" in html


def test_an_abstention_offers_the_nearest_documents_to_open() -> None:
    html = shown(ABSTENTION)
    assert texts.MAYBE_HEADING in html
    assert "本办法由民政部门负责。" in html
    assert html.index("江苏省尊老金发放办法") < html.index("老人补贴怎么领")
    assert "data-zd-copy" not in html


def test_an_answer_names_related_documents() -> None:
    assert f"<h3>{texts.RELATED_HEADING}</h3>" in shown(ANSWER)
    assert "《老人补贴怎么领》" in plain(shown(ANSWER))


def test_choices_are_buttons_that_ask() -> None:
    html = shown(Answer(Status.CLARIFICATION, "有两种。", "补贴", choices=("尊老金？", "护理补贴？")))
    assert html.count('<button type="button" class="zd-ask"') == 2
    assert 'data-zd-ask="护理补贴？"' in html


def test_a_number_to_call_can_be_called() -> None:
    html = shown(Answer(Status.EMERGENCY, "请立即拨打 119；受伤拨打120。不是 1190。", "着火了"))
    assert html.count('href="tel:') == 2
    assert 'href="tel:119">119</a>；受伤拨打<a class="zd-ref" href="tel:120">120</a>' in html


def test_nothing_from_a_question_or_a_document_is_markup() -> None:
    part = replace(PASSAGES[1], text=ATTACK)
    document = replace(OFFICIAL, title=ATTACK, issuers=(ATTACK,))
    citation = replace(
        CITATION, doc_title=ATTACK, doc_number=ATTACK, issuer=ATTACK, article=ATTACK, quote=ATTACK, passage=ATTACK,
        source=ATTACK, note=ATTACK, issued=ATTACK, validity=ATTACK,
    )  # fmt: skip
    answer = Answer(
        Status.ANSWERED, ATTACK, ATTACK, citations=(citation,), direct=ATTACK, notes=(ATTACK,), choices=(ATTACK,),
        related=(document,),
    )  # fmt: skip
    for article in (Article(document, (part,)), None):
        html = render_turn(1, ATTACK, answer, lambda passage_id, article=article: article)  # type: ignore[misc]
        tags = set(re.findall(r"</?([a-z0-9]+)", html))
        assert not tags & {"script", "img"}
        assert "alert(2)&gt;" in html
        assert not re.search(r"\$\{|\{\{", html)
        assert not re.search(r'="[^"]*<', html)


def test_the_screen_reader_line_is_short() -> None:
    line = announcement(replace(ANSWER, text="很长的答复。" * 100))
    assert len(line) < 160
    assert line.endswith("共1处出处。")


# copying


def test_the_copied_text_carries_the_basis() -> None:
    text = copy_text("尊老金多少钱", ANSWER, texts.QUOTATION_LABEL)
    assert text == (
        "问题：尊老金多少钱\n"
        f"答复（{texts.QUOTATION_LABEL}）：\n"
        "标准为每人每月不低于50元。[1]\n"
        "依据：\n"
        "[1] 《江苏省尊老金发放办法》（苏政发〔2022〕1号），江苏省人民政府，2022年1月5日，"
        "✓ 现行有效，第二章 标准 > 第五条\n"
        "    “标准为每人每月不低于50元。”\n"
        "    来源：file.txt 第12行"
    )


def test_the_copy_button_holds_that_text_in_one_attribute() -> None:
    html = shown(ANSWER)
    attribute = re.search(r'data-zd-copy="([^"]*)"', html)
    assert attribute is not None
    assert attribute[1].count("&#10;") == 6


def test_titles_and_dates_read_as_in_print() -> None:
    assert quoted_title("《办法》") == "《办法》"
    assert quoted_title("关于实施《办法》的通知") == "《关于实施《办法》的通知》"
    assert chinese_date("2022-07-04") == "2022年7月4日"
    assert chinese_date("") == ""


# the head of the page


def test_the_telephone_line_can_be_called() -> None:
    assert f'href="tel:12345">{texts.HOTLINE}</a>' in header_html()
