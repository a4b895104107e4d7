"""One loaded index, immutable: documents, passages, both search legs."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from index.codec import decode_document, decode_passage
from index.corpus import Document, Passage
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.store import IndexUnusableError, Manifest, current_version, verify
from index.words import WordIndex

_CACHED_PASSAGES = 20_000  # about 20 MiB; a query touches some fifty


class Snapshot:
    """A verified snapshot, open for reading by any number of threads."""

    def __init__(self, folder: Path) -> None:
        """Check every file of ``folder`` and open it.

        :raises IndexUnusableError: if a file is missing or changed, or the counts disagree.
        """
        self.manifest: Manifest = verify(folder)
        self.folder = folder
        uri = f"file:{folder / 'passages.sqlite'}?mode=ro&immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        weakref.finalize(self, self._database.close)  # a server that follows CURRENT drops old snapshots
        self._lock = threading.Lock()
        self.lexical = LexicalIndex.load(folder / "lexical")
        self.dense = DenseIndex.load(folder / "dense.faiss")
        self.words = WordIndex.load(folder / "words")
        self.documents: Mapping[str, Document] = {
            doc_id: decode_document(record)
            for doc_id, record in self._database.execute("SELECT doc_id, record FROM documents ORDER BY doc_id")
        }
        keys = self._database.execute("SELECT passage_id, doc_id FROM passages ORDER BY row").fetchall()
        self._row_of = {passage_id: row for row, (passage_id, _) in enumerate(keys)}
        self.doc_ids: Sequence[str] = [doc_id for _, doc_id in keys]  # by row
        counts = {
            *(len(keys), self.manifest.passages),
            *(self.lexical.n_passages, self.dense.n_passages, self.words.n_passages),
        }
        if len(counts) != 1 or len(self.documents) != self.manifest.documents:
            raise IndexUnusableError(f"{folder}: parts disagree on the number of passages {sorted(counts)}; rebuild it")
        self._cached = lru_cache(_CACHED_PASSAGES)(self._read)

    @classmethod
    def open_current(cls, index_dir: Path) -> Snapshot:
        """Open the snapshot that CURRENT names.

        :raises IndexUnusableError: if there is none or it is damaged.
        """
        return cls(index_dir / current_version(index_dir))

    def passage(self, row: int) -> Passage:
        """Return the passage of a row of the search legs."""
        return self._cached(int(row))

    def row(self, passage_id: str) -> int | None:
        """Return the row of a passage id; None when the index has no such passage."""
        return self._row_of.get(passage_id)

    def document_passages(self, doc_id: str) -> list[Passage]:
        """Return a document's passages in printed order."""
        with self._lock:
            records = self._database.execute(
                "SELECT record FROM passages WHERE doc_id = ? ORDER BY row", (doc_id,)
            ).fetchall()
        return [decode_passage(record) for (record,) in records]

    def _read(self, row: int) -> Passage:
        with self._lock:
            found = self._database.execute("SELECT record FROM passages WHERE row = ?", (row,)).fetchone()
        if found is None:
            raise IndexError(f"row {row} is not in this index of {self.manifest.passages} passages")
        return decode_passage(found[0])
