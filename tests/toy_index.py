"""A small corpus of an invented city, an encoder that needs no weights, and the index and answerer over both."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.build import BuildResult, build_index
from index.embedding import Vectors
from index.snapshot import Snapshot
from index.words import Words

ALLOWANCE = """测试市人民政府关于印发测试市高龄补贴办法的通知
测政发〔2024〕3号

各县（区）人民政府，市各有关部门：
现将《测试市高龄补贴办法》印发给你们，请遵照执行。

测试市人民政府
2024年1月10日

测试市高龄补贴办法

第一条 为了做好高龄补贴发放工作，制定本办法。
第二条 年满八十周岁、户籍在本市的老年人，可以领取高龄补贴。
第三条 高龄补贴按月发放，标准如下：
（一）八十周岁至八十九周岁，每人每月100元；
（二）九十周岁至九十九周岁，每人每月200元；
（三）一百周岁以上，每人每月500元。
第四条 申请人向户籍所在地的社区居民委员会提出申请，提交身份证、户口簿和银行卡复印件。
第五条 社区居民委员会收到申请后，应当在5个工作日内完成初审。
第六条 虚报年龄领取补贴的，由区民政局责令退回。但是因登记错误多领的除外。
第七条 本办法自2024年2月1日起施行，有效期至2026年12月31日。
"""
PARKING = """测试市公共停车场管理办法

测政办发〔2021〕15号

第一条 为了规范公共停车场的经营活动，制定本办法。
第二条 公共停车场由市交通运输局负责监督管理。
第三条 小型汽车停放不超过三十分钟的，免收停车费。
第四条 收费标准应当在停车场入口处公示。
第五条 本办法自2021年6月1日起施行。

测试市人民政府办公室
2021年5月8日
"""
FILES = {"高龄补贴.txt": ALLOWANCE, "停车.txt": PARKING}
PASSAGES = 14  # the articles of both, and the notice that issues the first


PIECES = 128


def character_pieces(texts: Sequence[str]) -> list[list[int]]:
    """Every letter is a piece, near to itself alone (and to the few whose code points share a remainder)."""
    return [[1 + ord(letter) % (PIECES - 1) for letter in text if letter.isalnum()] for text in texts]


class ToyEmbedder:
    """Eight columns; every character adds one to the column that its code point names."""

    name = "toy"
    dim = 8
    fingerprint = hashlib.sha256(b"toy").hexdigest()

    def __init__(self) -> None:
        self.encoded: list[str] = []  # every passage text it was given
        self.words = Words(character_pieces, np.eye(PIECES, dtype=np.float32) * (np.arange(PIECES) > 0)[:, None], None)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            for character in text:
                rows[row, ord(character) % self.dim] += 1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = rows / np.maximum(lengths, 1e-9)
        return unit

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        seen = len(self.encoded)
        rows = self.encode_passages(texts)
        del self.encoded[seen:]
        return rows


def write_corpus(folder: Path) -> Path:
    """Write the two documents into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build_toy(folder: Path, embedder: ToyEmbedder | None = None) -> BuildResult:
    """Write the corpus to ``folder/corpus`` and build its index in ``folder/index``."""
    return build_index(write_corpus(folder / "corpus"), folder / "index", embedder or ToyEmbedder())


def open_toy(folder: Path) -> Snapshot:
    """Build and open."""
    build_toy(folder)
    return Snapshot.open_current(folder / "index")
