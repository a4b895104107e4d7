"""The usual LangChain recipe, as tutorials give it: split by length, jieba BM25 and FAISS, fused half and half.

Packages of the extra "eval", imported when it is built. Only the encoder is ours, so that both sides know the same.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.embedding import Embedder

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

CHUNK_CHARACTERS, OVERLAP_CHARACTERS = 750, 150
EACH_FINDS = 10  # chunks of each leg before they are fused
_SUFFIXES = (".txt", ".md")


def read_texts(corpus: Path) -> list[str]:
    """Return the text of every .txt and .md file below ``corpus``, by path.

    :raises ValueError: if there is none.
    """
    files = sorted(path for path in corpus.rglob("*") if path.is_file() and path.suffix.lower() in _SUFFIXES)
    if not files:
        raise ValueError(f"{corpus}: holds no .txt or .md file; the usual recipe reads nothing else")
    return [path.read_text(encoding="utf-8-sig", errors="replace") for path in files]


def split(texts: Sequence[str]) -> list[str]:
    """Return the chunks of all texts, with the separators that the splitter has by default."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
    return [chunk for text in texts for chunk in splitter.split_text(text)]


class UsualRecipe:
    """BM25 over jieba words and FAISS over vectors, all in memory, joined by ``EnsembleRetriever`` 0.5 / 0.5."""

    def __init__(self, texts: Sequence[str], embedder: Embedder) -> None:
        """Split and index the texts; minutes for a large corpus, as nothing is kept on disk."""
        import jieba  # type: ignore[import-untyped]
        from langchain_classic.retrievers import EnsembleRetriever

        with warnings.catch_warnings():  # it announces its own retirement on import
            warnings.simplefilter("ignore", DeprecationWarning)
            from langchain_community.retrievers import BM25Retriever
            from langchain_community.vectorstores import FAISS

        jieba.setLogLevel(logging.WARNING)
        self.chunks = split(texts)
        words = BM25Retriever.from_texts(self.chunks, preprocess_func=jieba.lcut, k=EACH_FINDS)
        store = FAISS.from_texts(self.chunks, _as_embeddings(embedder))
        vectors = store.as_retriever(search_kwargs={"k": EACH_FINDS})
        self._retriever: Any = EnsembleRetriever(retrievers=[words, vectors], weights=[0.5, 0.5])

    def retrieve(self, question: str, *, top_k: int) -> list[str]:
        """Return the best chunks, best first."""
        return [document.page_content for document in self._retriever.invoke(question)[:top_k]]


def _as_embeddings(embedder: Embedder) -> Embeddings:
    """Return our encoder behind LangChain's interface."""
    from langchain_core.embeddings import Embeddings

    class _Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in embedder.encode_passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            return list(map(float, embedder.encode_questions([text])[0]))

    return _Adapter()
