"""The LangChain adapter gives what the retriever found, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from index.corpus import Document, Passage, SourceSpan
from qa.filters import Filters
from qa.langchain_retriever import langchain_retriever
from qa.records import ScoredPassage

DOCUMENT = Document("测-1", "测试办法", "测政发〔2024〕3号", issuers=("甲局", "乙局"), issued=date(2024, 1, 10))
PASSAGE = Passage("测-1#第三条", "测-1", ("第一章 总则", "第三条"), "每月100元。", spans=(SourceSpan("a.txt", 7, 9),))


class FakeRetriever:
    """Finds the same passage for every question and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, date]] = []
        self.filters: Filters | None = None

    def retrieve(
        self, question: str, *, top_k: int, on: date, filters: Filters | None = None
    ) -> Sequence[ScoredPassage]:
        self.asked.append((question, top_k, on))
        self.filters = filters
        return [ScoredPassage(PASSAGE, DOCUMENT, 2.5)] * min(top_k, 1)


def test_documents_carry_text_and_place() -> None:
    fake = FakeRetriever()
    (found,) = langchain_retriever(fake, top_k=3, as_of=date(2024, 5, 1)).invoke("多少钱")
    assert fake.asked == [("多少钱", 3, date(2024, 5, 1))]
    assert (found.id, found.page_content) == ("测-1#第三条", "每月100元。")
    assert found.metadata == {
        "title": "测试办法",
        "number": "测政发〔2024〕3号",
        "issuer": "甲局、乙局",
        "issued": "2024-01-10",
        "article": "第一章 总则 > 第三条",
        "source": "a.txt",
        "lines": (7, 9),
        "score": 2.5,
    }


def test_day_is_today_unless_given() -> None:
    fake = FakeRetriever()
    langchain_retriever(fake).invoke("多少钱")
    assert fake.asked[0][2] == date.today()


def test_filters_are_handed_on() -> None:
    fake = FakeRetriever()
    langchain_retriever(fake).invoke("多少钱")
    assert fake.filters is None
    langchain_retriever(fake, filters=Filters(region="江苏")).invoke("多少钱")
    assert fake.filters == Filters(region="江苏")


def test_class_can_be_imported_by_name() -> None:
    from langchain_core.retrievers import BaseRetriever

    from qa.langchain_retriever import ZhengdaRetriever

    assert issubclass(ZhengdaRetriever, BaseRetriever)
    assert isinstance(langchain_retriever(FakeRetriever()), ZhengdaRetriever)


def test_unknown_name_is_an_attribute_error() -> None:
    import qa.langchain_retriever

    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = qa.langchain_retriever.Nothing


def test_less_than_one_passage_is_refused() -> None:
    with pytest.raises(ValueError, match="top_k is 0"):
        langchain_retriever(FakeRetriever(), top_k=0)


def test_importing_the_module_does_not_import_langchain() -> None:
    code = "import sys, qa.langchain_retriever; print('langchain_core' in sys.modules)"
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
