"""Documents and passages as JSON text and back, for the snapshot.

Field order is fixed, so equal records give equal bytes.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

from index.corpus import Document, Passage, SourceSpan

_DATES = frozenset({"issued", "effective", "expires", "plan_until", "repealed_on"})
_SPANS = frozenset({"sources", "spans", "also_in"})
_PAIRS = frozenset({"line_starts"})


def encode(record: Document | Passage) -> str:
    """Return the record as one line of JSON; empty fields are left out."""
    values: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if value in ("", (), None):
            continue
        if field.name in _DATES:
            value = value.isoformat()
        elif field.name in _SPANS:
            value = [(span.file, span.first_line, span.last_line) for span in value]
        values[field.name] = value
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def decode_document(text: str) -> Document:
    """Return the document that :func:`encode` wrote."""
    return Document(**_values(text))


def decode_passage(text: str) -> Passage:
    """Return the passage that :func:`encode` wrote."""
    return Passage(**{"heading_path": (), "text": ""} | _values(text))


def _values(text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text)
    for name, value in values.items():
        if name in _DATES:
            values[name] = date.fromisoformat(value)
        elif name in _SPANS:
            values[name] = tuple(SourceSpan(*span) for span in value)
        elif name in _PAIRS:
            values[name] = tuple((offset, line) for offset, line in value)
        elif isinstance(value, list):
            values[name] = tuple(value)
    return values
