"""政答's retrieval for LangChain programs: a ``BaseRetriever`` over anything that retrieves like ``qa.retriever``.

    from qa.langchain_retriever import langchain_retriever
    chain = langchain_retriever(answerer_retriever, top_k=5) | format_documents | prompt | model

LangChain takes a second to import, so the class is made on first use.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from qa.filters import Filters
from qa.records import ScoredPassage

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document as LangChainDocument
    from langchain_core.retrievers import BaseRetriever


class Retrieves(Protocol):
    """What is adapted: ``qa.retriever.Retriever`` fits."""

    def retrieve(
        self, question: str, *, top_k: int, on: date, filters: Filters | None = None
    ) -> Sequence[ScoredPassage]:
        """Return the best passages for a question, best first, as of a day, of documents that pass the filters."""
        ...


def langchain_retriever(
    retriever: Retrieves, *, top_k: int = 5, as_of: date | None = None, filters: Filters | None = None
) -> BaseRetriever:
    """Return a LangChain retriever that gives ``top_k`` documents a question.

    :param as_of: day on which documents should be in force; today, at each question, when None.
    :param filters: only passages of documents that pass; all when None.
    :raises ValueError: if ``top_k`` is below 1.
    """
    if top_k < 1:
        raise ValueError(f"top_k is {top_k}; ask for 1 passage or more")
    made: BaseRetriever = _retriever_class()(retriever=retriever, top_k=top_k, as_of=as_of, filters=filters)
    return made


def langchain_document(hit: ScoredPassage) -> LangChainDocument:
    """Return a found passage as a LangChain document: its verbatim text, and where it stands as metadata."""
    from langchain_core.documents import Document as LangChainDocument

    passage, document = hit.passage, hit.document
    spans = passage.spans
    return LangChainDocument(
        id=passage.passage_id,
        page_content=passage.text,
        metadata={
            "title": document.title,
            "number": document.doc_number,
            "issuer": "、".join(document.issuers),
            "issued": document.issued.isoformat() if document.issued else "",
            "article": passage.article,
            "source": spans[0].file if spans else "",
            "lines": (spans[0].first_line, spans[-1].last_line) if spans else (0, 0),
            "score": hit.score,
        },
    )


def __getattr__(name: str) -> Any:
    """Give ``ZhengdaRetriever`` to ``from qa.langchain_retriever import ZhengdaRetriever``."""
    if name == "ZhengdaRetriever":
        return _retriever_class()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@lru_cache(maxsize=1)
def _retriever_class() -> Any:
    from langchain_core.retrievers import BaseRetriever
    from pydantic import ConfigDict

    class ZhengdaRetriever(BaseRetriever):
        """Passages of official documents for a question, best first."""

        retriever: Any  # Retrieves; a protocol is nothing pydantic could check
        top_k: int = 5
        as_of: date | None = None
        filters: Filters | None = None

        model_config = ConfigDict(arbitrary_types_allowed=True)

        def _get_relevant_documents(
            self, query: str, *, run_manager: CallbackManagerForRetrieverRun
        ) -> list[LangChainDocument]:
            day = self.as_of or date.today()
            hits = self.retriever.retrieve(query, top_k=self.top_k, on=day, filters=self.filters)
            return [langchain_document(hit) for hit in hits]

    return ZhengdaRetriever
