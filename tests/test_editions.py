"""The same document in several files, and newer documents that end older ones."""

from __future__ import annotations

from datetime import date

from parse_helpers import raw_text

from index.corpus import Document
from index.corpus_reader import Corpus, assemble
from index.editions import resolve_repeals
from index.parsing import parse_file

SENTENCE = "各级各有关部门要按照职责分工认真抓好落实，"
ITEMS = [f"（{n}）第{n}项任务。{SENTENCE * 4}按期完成第{n}项工作。" for n in "一二三四"]


def edition(title: str, items: list[str], *, number: str = "甲政发〔2022〕71号", day: str = "2022年7月24日") -> str:
    """Return the text of an opinion."""
    return "\n\n".join([title, number, "各市人民政府：", "一、任务", *items, "甲省人民政府", day])


def read(**files: str) -> Corpus:
    """Return the corpus of some texts by file name."""
    return assemble([parse_file(raw_text(text, file=name)) for name, text in files.items()])


FULL = edition("甲省人民政府关于大力推进服务的意见", [*ITEMS[:2], f"专栏1 建设行动\n\n{SENTENCE * 5}", *ITEMS[2:]])
SHORT = edition("省政府关于大力推进服务的意见", ITEMS)


def test_two_files_with_one_number_are_one_document_with_two_sources() -> None:
    corpus = read(a=FULL, b=SHORT)
    assert [document.doc_id for document in corpus.documents] == ["甲政发-2022-71"]
    assert [span.file for span in corpus.documents[0].sources] == ["a", "b"]


def test_title_with_the_full_name_is_kept_and_the_other_is_an_alias() -> None:
    document = read(a=SHORT, b=FULL).documents[0]
    assert document.title == "甲省人民政府关于大力推进服务的意见"
    assert document.aliases == ("省政府关于大力推进服务的意见",)


def test_box_that_only_one_edition_has_is_kept() -> None:
    for corpus in (read(a=FULL, b=SHORT), read(a=SHORT, b=FULL)):
        assert [p.kind for p in corpus.passages].count("box") == 1


def test_each_passage_is_shown_once_and_names_its_other_places() -> None:
    corpus = read(a=FULL, b=SHORT)
    assert len({p.passage_id for p in corpus.passages}) == len(corpus.passages)
    for passage in corpus.passages:
        if passage.kind == "article":
            assert {span.file for span in (*passage.spans, *passage.also_in)} == {"a", "b"}
            assert len({span.file for span in passage.spans}) == 1


def test_printing_with_full_width_punctuation_is_shown() -> None:
    narrow = FULL.replace("，", ",").replace("：", ":").replace("（", "(").replace("）", ")")
    shown = read(a=narrow, b=FULL).passages[-1]
    assert shown.spans[0].file == "b"


def test_wording_without_a_clause_twice_is_preferred_and_the_difference_reported() -> None:
    clause = "积极引导市场主体进入服务领域，鼓励便民利民，"
    items = [f"（{n}）第{n}项任务。{clause}{n * 120}，在年底以前完成。" for n in "一二三"]
    once = edition("甲省人民政府关于大力推进服务的意见", items)
    twice = once.replace("第三项任务。" + clause, "第三项任务。" + clause * 2)
    corpus = read(a=twice, b=once)
    passage = next(p for p in corpus.passages if p.passage_id.endswith("#一-三"))
    assert passage.text.count("积极引导") == 1
    assert [f.kind for f in corpus.report.findings if f.kind == "edition_conflict"] == ["edition_conflict"]


def test_order_of_files_does_not_matter() -> None:
    assert read(a=FULL, b=SHORT) == read(b=SHORT, a=FULL)


def test_same_file_twice_adds_nothing() -> None:
    one, two = read(a=FULL), read(a=FULL, b=FULL)
    assert [p.text for p in one.passages] == [p.text for p in two.passages]


def test_other_document_under_the_same_id_is_kept_apart() -> None:
    other = edition(
        "甲省人民政府关于另一件事的意见",
        [f"一、完全不同的内容第{n}条，{'另有安排，' * 20}。" for n in "一二三"],
        day="2022年8月1日",
    )
    corpus = read(a=FULL, b=other)
    assert len({document.doc_id for document in corpus.documents}) == 2
    assert len({p.passage_id for p in corpus.passages}) == len(corpus.passages)


def law(doc_id: str, issued: date, **more: object) -> Document:
    """Return a law of one name."""
    return Document(doc_id=doc_id, title="中华人民共和国某法", issued=issued, **more)  # type: ignore[arg-type]


def test_newer_version_of_a_law_ends_the_older_on_its_first_day() -> None:
    old, new = law("某法-2007", date(2007, 6, 29)), law("某法-2012", date(2012, 12, 28), effective=date(2013, 7, 1))
    ended = {document.doc_id: document.repealed_on for document in resolve_repeals([new, old])}
    assert ended == {"某法-2007": date(2013, 7, 1), "某法-2012": None}


def test_document_named_in_a_repeal_clause_is_ended() -> None:
    old = Document(doc_id="a", title="旧意见", doc_number="甲政发〔2016〕122号", issued=date(2016, 5, 1))
    new = Document(
        doc_id="b",
        title="新意见",
        issued=date(2023, 5, 20),
        effective=date(2023, 7, 1),
        repeals=("甲政发〔2016〕122号",),
    )
    assert resolve_repeals([old, new])[0].repealed_on == date(2023, 7, 1)


def test_repeal_by_title_never_reaches_a_later_document() -> None:
    rules = Document(doc_id="新规则", title="某规则", issued=date(2019, 12, 2))
    older = Document(doc_id="旧规则", title="某规则（试行）", issued=date(2012, 11, 22), repeals=("某规则",))
    assert resolve_repeals([rules, older])[0].repealed_on is None


def test_yearly_notices_of_one_title_do_not_end_each_other() -> None:
    notices = [
        Document(doc_id=str(y), title="某厅关于做好补贴发放工作的通知", issued=date(y, 5, 1)) for y in (2021, 2022)
    ]
    assert [document.repealed_on for document in resolve_repeals(notices)] == [None, None]


def test_document_printed_twice_in_one_file_is_one() -> None:
    corpus = read(a=FULL + "\n\n" + SHORT)
    assert [document.doc_id for document in corpus.documents] == ["甲政发-2022-71"]
    assert len(corpus.documents[0].sources) == 2
