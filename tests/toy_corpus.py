"""A folder with one card, small enough to know by heart."""

from __future__ import annotations

from pathlib import Path

CARD = """---
title: 尊老金怎么领
issuer: 江苏省民政厅
issued: 2022-01-05
kind: 政策说明
---
# 尊老金怎么领

## 一、谁能领

八十周岁以上的老人可以领尊老金。

## 二、多少钱

尊老金每人每月不低于50元。
"""


def write_toy_corpus(folder: Path) -> Path:
    """Write the card into a new folder, and return that."""
    folder.mkdir()
    (folder / "card.md").write_text(CARD, encoding="utf-8")
    return folder
