"""The Chinese words of the report page: definitions of the metrics and names of the values."""

from __future__ import annotations

DEFINITIONS = {
    "correct": "能答的问题答对、不能答的问题拒答，占全部问题的比例",
    "recall@1": "前 1 条检索结果里找到的证据比例（能答的问题）",
    "recall@3": "前 3 条检索结果里找到的证据比例（能答的问题）",
    "recall@5": "前 5 条检索结果里找到的证据比例（能答的问题）",
    "recall@10": "前 10 条检索结果里找到的证据比例（能答的问题）",
    "rr@10": "第一条含证据的检索结果名次的倒数（能答的问题）",
    "ndcg@10": "按名次折扣的增益，一条结果的增益是它首次出现的证据条数（能答的问题）",
    "must_recall": "答案包含的要点比例（能答的问题）",
    "complete": "要点齐全且不超过字数上限（能答的问题）",
    "right": "要点齐全、长度合适，并且引用的条文含有证据（能答的问题）",
    "followup_right": "需要前文才能理解的追问答对的比例",
    "within_length": "不超过 220 字，列举、比较、流程、表格和多条文问题不超过 500 字（已作答的问题）",
    "cited_evidence": "引用的条文里有证据（能答的问题）",
    "evidence_coverage": "引用的条文覆盖的证据比例（能答的问题）",
    "supported": "文字见于所引条文的句子比例（已作答的问题）",
    "citation_recall": "由句子自己标注的引用支持的句子比例（已作答的问题）",
    "citation_precision": "支持了标注它的句子的引用比例（已作答的问题）",
    "verbatim": "引文逐字见于所引条文的比例（空白除外；给出文件库时还要见于原文件）",
    "uncited": "没有任何引用的答案比例",
    "false_figures": "含有引用和问题里都没有的数字的答案比例",
    "refused": "文件没有规定的问题被拒答的比例（拒答召回）",
    "refusal_precision": "被拒答的问题里确实没有规定的比例",
    "false_refusal": "能答却没有作答的比例（过度拒答）",
    "validity_right": "引用证据时写明的效力状态正确的比例",
    "validity_noted": "引用了失效、废止等文件时向读者说明的比例",
    "stability": "同一问题换说法后答案不变的比例",
}
KINDS = {
    "number": "数额", "date": "时间", "condition": "条件", "procedure": "流程", "list": "列举", "definition": "定义",
    "who": "主体", "yesno": "是否", "docnum": "文号", "compare": "比较", "multi": "多条文", "table": "表格",
    "followup": "追问", "unanswerable": "无依据",
}  # fmt: skip
STYLES = {"formal": "书面", "colloquial": "口语", "keyword": "关键词", "typo": "错别字", "dialect-ish": "方言"}
AUDIENCES = {"citizen": "居民", "business": "企业", "agent": "坐席"}
FAULTS = {
    "missing": "运行文件里没有的问题（按答错计）", "unknown": "问题集里没有的编号（未计分）", "broken": "无法读取的行",
    "duplicates": "重复的编号（以后一行为准）", "errors": "作答时出错的问题（按答错计）",
}  # fmt: skip
PROVENANCE = {
    "commit": "代码版本", "corpus_hash": "文件库指纹", "index_version": "索引版本", "encoder": "编码模型",
    "gold": "问题集", "gold_sha256": "问题集指纹", "as_of": "提问日期", "settings": "设置", "machine": "机器",
    "python": "Python", "date": "运行时间（UTC）",
}  # fmt: skip
STATUSES = {
    "answered": "已答", "answered_partial": "部分作答", "clarification": "请用户补充", "missing": "无记录",
    "unanswerable_no_source": "拒答：没有依据", "unanswerable_low_confidence": "拒答：把握不足",
    "unanswerable_other_place": "拒答：其他地区", "redirected_emergency": "转紧急电话",
    "redirected_personal_record": "转个人查询", "redirected_complaint": "转投诉", "redirected_smalltalk": "闲聊",
    "guardrail_personal_data": "拦截：个人信息", "guardrail_injection": "拦截：指令注入",
    "guardrail_unsafe": "拦截：不安全",
    "error_timeout": "出错：超时", "error_model": "出错：模型", "error_index": "出错：索引",
}  # fmt: skip
VALIDITY = {
    "in_force": "有效", "not_yet": "尚未施行", "expired": "已过有效期", "repealed": "已废止", "plan_over": "规划期已过",
    "unknown": "效力不明", "": "",
}  # fmt: skip


def in_chinese(names: dict[str, str], value: str) -> str:
    """Return the Chinese word for a value, the value itself where there is none."""
    return names.get(value, value)
