"""The dense leg: passage vectors in FAISS, searched exactly.

Exact, not approximate: 65,000 vectors of 256 dimensions take a few milliseconds on one core, so an approximate index
would only cost recall. Stored as float16: half the memory, and no question of the gold sets ranks differently.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from index.embedding import Vectors


class DenseIndex:
    """Inner-product search over unit vectors, one a passage."""

    def __init__(self, faiss_index: Any) -> None:
        self._index = faiss_index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index one unit-length row a passage, shape (passages, dim)."""
        import faiss

        index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @property
    def n_passages(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(
        self, vector: NDArray[np.float32], *, top_k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return rows and cosines, best first, of the passages nearest to one unit vector of shape (dim,).

        :param allowed: which rows may be found, shape (passages,); all when None.
        """
        import faiss

        # one question is too little work to share: waking threads costs more than it saves
        faiss.omp_set_num_threads(1)
        if allowed is None:
            cosines, rows = self._index.search(vector.reshape(1, -1), min(top_k, self.n_passages))
            return rows[0], cosines[0]
        count = min(top_k, int(allowed.sum()))  # FAISS fills up with -1 what it is asked for beyond
        if not count:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        bits = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg, arg-type]
        parameters = faiss.SearchParameters(sel=bits)  # type: ignore[call-arg]
        cosines, rows = self._index.search(vector.reshape(1, -1), count, params=parameters)
        return rows[0], cosines[0]

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        """Return the cosine of one unit vector with each of the given rows."""
        found: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(rows, np.int64)) @ vector
        return found

    def vectors(self, first: int, count: int) -> Vectors:
        """Return the stored vectors of ``count`` rows from ``first`` on, shape (count, dim), float32."""
        found: Vectors = self._index.reconstruct_n(first, count)
        return found

    def save(self, path: Path) -> None:
        """Write the index as one FAISS file."""
        import faiss

        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read a saved index.

        :raises ValueError: if FAISS cannot read the file.
        """
        import faiss

        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise ValueError(f"{path}: not a FAISS index; rebuild with `python -m index build`") from error
