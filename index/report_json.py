"""The ingest report as JSON text and back, for the snapshot."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from index.lines import LeftOut
from index.parsed import Finding
from index.report import DocumentReport, FileReport, IngestReport, Reject


def encode_report(report: IngestReport) -> str:
    """Return the report as one line of JSON; equal reports give equal text."""
    return json.dumps(asdict(report), ensure_ascii=False, sort_keys=True)


def decode_report(text: str) -> IngestReport:
    """Return the report that :func:`encode_report` wrote.

    :raises ValueError: when the text is no such report: another version of the program wrote it.
    """
    try:
        values = json.loads(text)
        return IngestReport(
            files=tuple(_file(one) for one in values["files"]),
            documents=tuple(DocumentReport(**one | {"files": tuple(one["files"])}) for one in values["documents"]),
            findings=tuple(Finding(**one) for one in values["findings"]),
            rejects=tuple(Reject(**one) for one in values["rejects"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"ingest report of another version ({error}); rebuild the index with `python -m index build`"
        ) from error


def _file(values: dict[str, Any]) -> FileReport:
    left_out = tuple(LeftOut(**one) for one in values["left_out"])
    return FileReport(
        **values | {"left_out": left_out, "unaccounted": tuple(values["unaccounted"]), "notes": tuple(values["notes"])}
    )
