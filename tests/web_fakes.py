"""A small index and an answerer that fit the page's protocols; every word can be checked by eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.corpus import Document, Passage, SourceSpan
from qa.records import Answer, Citation, ScoredPassage, Status

OFFICIAL = Document(
    doc_id="苏政发-2022-1",
    title="江苏省尊老金发放办法",
    doc_number="苏政发〔2022〕1号",
    issuers=("江苏省人民政府",),
    issued=date(2022, 1, 5),
    kind="办法",
)
CARD = Document(doc_id="尊老金卡片", title="老人补贴怎么领", issuers=("江苏省民政厅",), kind="政策说明")
HEADING = ("第二章 标准", "第五条")
PASSAGES = (
    Passage("苏政发-2022-1#第四条", OFFICIAL.doc_id, ("第二章 标准", "第四条"), "本办法由民政部门负责。"),
    Passage(
        "苏政发-2022-1#第五条-1",
        OFFICIAL.doc_id,
        HEADING,
        "八十周岁以上老年人发放尊老金。\n标准为每人每月不低于50元。",
        spans=(SourceSpan("file.txt", 10, 12),),
    ),
    Passage("苏政发-2022-1#第五条-2", OFFICIAL.doc_id, HEADING, "百岁老人每人每月不低于300元。"),
    Passage("尊老金卡片#二", CARD.doc_id, ("二、多少钱",), "年龄\t金额\n80岁\t50元"),
)
CITATION = Citation(
    n=1,
    doc_title=OFFICIAL.title,
    doc_number=OFFICIAL.doc_number,
    issuer="江苏省人民政府",
    issued="2022-01-05",
    effective="2022-02-01",
    expires="",
    validity="in_force",
    article="第二章 标准 > 第五条",
    quote="标准为每人每月不低于50元。",
    passage=PASSAGES[1].text,
    source="file.txt",
    first_line=12,
    last_line=12,
    passage_id=PASSAGES[1].passage_id,
)
ANSWER = Answer(
    status=Status.ANSWERED,
    text="标准为每人每月不低于50元。[1]",
    question_used="尊老金多少钱",
    citations=(CITATION,),
    direct="不低于50元",
    related=(CARD,),
)
ABSTENTION = Answer(
    status=Status.LOW_CONFIDENCE,
    text="没有找到能回答这个问题的文件。",
    question_used="彩票怎么买",
    retrieved=(ScoredPassage(PASSAGES[0], OFFICIAL, 0.3), ScoredPassage(PASSAGES[3], CARD, 0.2)),
)


@dataclass
class FakeSnapshot:
    """Four passages of two documents, in printed order."""

    passages: Sequence[Passage] = PASSAGES
    documents: Mapping[str, Document] = field(default_factory=lambda: {d.doc_id: d for d in (OFFICIAL, CARD)})

    @property
    def doc_ids(self) -> Sequence[str]:
        return [passage.doc_id for passage in self.passages]

    def row(self, passage_id: str) -> int | None:
        rows = [row for row, passage in enumerate(self.passages) if passage.passage_id == passage_id]
        return rows[0] if rows else None

    def passage(self, row: int) -> Passage:
        return self.passages[row]


@dataclass
class FakeAnswerer:
    """Gives ``reply`` (or raises it) to everything, and remembers what it was asked."""

    reply: Answer | Exception = ANSWER
    snapshot: FakeSnapshot = field(default_factory=FakeSnapshot)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def answer(self, question: str, *, turns: Sequence[str] = (), as_of: date | None = None) -> Answer:
        self.asked.append((question, tuple(turns)))
        if isinstance(self.reply, Exception):
            raise self.reply
        return replace(self.reply, question_used=question)
