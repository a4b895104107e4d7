"""Zip archives with XML inside (docx, ofd), opened under limits and without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from index.formats.base import UnreadableFileError
from index.formats.guard import Limits, check_not_old, check_size

Element: TypeAlias = etree._Element

_RATIO_FROM = 8 * 1024 * 1024  # expanded bytes; small archives may be packed as tightly as they like


class Archive:
    """The entries of a zip file. Nothing is ever unpacked to disk, and no archive inside it is opened."""

    def __init__(self, path: Path, *, file: str, limits: Limits) -> None:
        """Open an archive.

        :raises UnreadableFileError: when it is none, is damaged, locked, or expands past the limits.
        """
        self.file = file
        data = path.read_bytes()
        check_not_old(data[:8], file=file)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError) as error:
            raise self._damaged(str(error)) from error
        self.names = frozenset(self._zip.namelist())
        self._check(limits, packed=len(data))

    def _check(self, limits: Limits, *, packed: int) -> None:
        entries = self._zip.infolist()
        expanded = sum(entry.file_size for entry in entries)
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableFileError(f"{self.file}: has a password; save it without one")
        if len(entries) > limits.zip_entries:
            raise UnreadableFileError(f"{self.file}: {len(entries)} entries, more than {limits.zip_entries}; split it")
        check_size(expanded, limits.zip_bytes, file=f"{self.file} expanded")
        if expanded > _RATIO_FROM and expanded > limits.zip_ratio * packed:
            raise UnreadableFileError(
                f"{self.file}: expands {expanded // max(1, packed)} times, more than {limits.zip_ratio}, as a zip bomb "
                "does; save the document anew"
            )

    def _damaged(self, reason: str) -> UnreadableFileError:
        return UnreadableFileError(f"{self.file}: damaged ({reason}); open it, save it anew and try again")

    def read(self, name: str) -> bytes:
        """Return an entry's bytes.

        :raises UnreadableFileError: when there is no such entry, or it is damaged.
        """
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise self._damaged(f"it lacks {name}") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise self._damaged(f"{name}: {error}") from error

    def xml(self, name: str) -> Element:
        """Return the root element of an entry.

        :raises UnreadableFileError: when it is no XML, nests too deeply, or declares a document type.
        """
        try:
            # Not huge_tree: 256 levels and 10 MB for one text are libxml2's own limits.
            root = etree.fromstring(self.read(name), _parser())
        except etree.XMLSyntaxError as error:
            raise self._damaged(f"{name}: {error.msg}") from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableFileError(
                f"{self.file}: {name} declares a document type, which may hide entities; save the document anew"
            )
        return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """Return the attribute of that name in any namespace, None without one."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Element | None, *names: str) -> Element | None:
    """Return what the names lead to, one level each: ``child(p, "pPr", "numPr")``; None when a step is missing."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of that name."""
    return (one for one in element if local(one) == name)


def sibling_path(base: str, target: str) -> str:
    """Return the entry that ``target``, written in entry ``base``, names: "Doc_0/Document.xml", "Pages/P_0.xml"."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
