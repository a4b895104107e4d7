"""Seven documents of an invented city and country that name, replace and explain each other."""

from __future__ import annotations

from pathlib import Path

from toy_index import FILES, ToyEmbedder

from index.build import build_index
from index.snapshot import Snapshot

CANTEEN = """测试省人民政府关于发展社区食堂的意见
测政规〔2024〕5号

各市、县人民政府：
根据《国务院关于社区食堂的指导意见》（国发〔2023〕9号），现提出如下意见。
一、建设社区食堂
每个街道至少建设一家社区食堂。
二、用餐优惠
七十周岁以上老年人在社区食堂用餐，每餐优惠3元。
本意见自2024年7月1日起施行，有效期至2029年6月30日。《测试省人民政府关于社区食堂的意见》（测政发〔2017〕43号）同时废止。

测试省人民政府
2024年6月3日
"""
PARCELS = """测试省邮政局关于推进快递进村的通知
测邮发〔2023〕12号

各市邮政局：
一、设立网点
每个行政村设立一个快递网点。
二、统一标识
快递网点使用统一标识。

测试省邮政局
2023年3月9日
"""
FORWARD = """测试市邮政局转发测试省邮政局关于推进快递进村的通知
测市邮函〔2023〕30号

各县（区）邮政局：
现将《测试省邮政局关于推进快递进村的通知》（测邮发〔2023〕12号）转发给你们，请认真落实。
一、抓紧建设
年底前完成快递网点建设。

测试市邮政局
2023年4月2日
"""
CARD = """---
title: 高龄补贴怎么领
issuer: 测试市人民政府
basis: 《测试市高龄补贴办法》
basis_number: 测政发〔2024〕3号
issued: 2024-01-10
region: 测试市
level: 市
audience: 老年人
kind: 政策说明
---
# 高龄补贴怎么领

## 一、谁能领

年满八十周岁的老年人可以领取高龄补贴。
"""
OLD_LAW = """# 中华人民共和国图书借阅法

2010年3月1日 第十一届全国人民代表大会常务委员会第十三次会议通过

<!-- INFO END -->

第一条 为了方便图书借阅，制定本法。

第二条 借阅图书的期限为二十日。

第三条 本法自2010年5月1日起施行。
"""
LAW = """# 中华人民共和国图书借阅法

2010年3月1日 第十一届全国人民代表大会常务委员会第十三次会议通过

2020年6月1日 第十三届全国人民代表大会常务委员会第十九次会议修订

<!-- INFO END -->

第一条 为了方便图书借阅，制定本法。

第二条 借阅图书的期限为三十日。

经图书馆同意，可以续借一次。

第二条之一 少年儿童借阅图书的，期限为四十日。

第三条 本法自2020年9月1日起施行。
"""
LOOKUP_FILES = {
    **FILES,
    "食堂.txt": CANTEEN,
    "快递.txt": PARCELS,
    "转发.txt": FORWARD,
    "卡片.md": CARD,
    "图书借阅法(2010-03-01).md": OLD_LAW,
    "图书借阅法(2020-06-01).md": LAW,
}


def open_lookup_toy(folder: Path) -> Snapshot:
    """Build the index of all documents below ``folder`` and open it."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    for name, text in LOOKUP_FILES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    build_index(corpus, folder / "index", ToyEmbedder())
    return Snapshot.open_current(folder / "index")
