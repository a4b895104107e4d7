"""The words of the chat page, in one place, so that they can be read and corrected together.

Knows nothing of HTML or of answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from index.corpus import Validity
from qa.records import Status

TITLE: Final = "政答"
SUBTITLE: Final = "政务服务政策问答"
HOTLINE: Final = "拨打 12345 政务服务便民热线"
QUESTION_LABEL: Final = "请输入您的问题"
QUESTION_PLACEHOLDER: Final = "例如：老人有补贴吗？"
SEND: Final = "提问"
NEW_CONVERSATION: Final = "新的对话"
LARGE_TYPE: Final = "大字"
PRIVACY_HINT: Final = "不要输入身份证号、手机号等个人信息"
WELCOME: Final = (
    "您好，有什么政策想了解？用平常说话的方式问就行。每句答复都注明出自哪份文件、哪一条，点开就能看到全文。"
)
EXAMPLES_HEADING: Final = "大家常问，点一下就能问"
# Everyday questions of eval/gold whose answers stand in the bundled cards.
EXAMPLES: Final = (
    "2025年买插混跟拖到2026年再买，一辆车的购置税最多各能省多少钱？",
    "我爸瘫在床上我在家伺候，去学护理有补贴没？",
    "老母猪、肥猪、小猪仔上保险，一头保多少钱？",
    "手机里有电子驾照，去柜台还非得掏出那个本本吗？",
    "我一年里卖了三辆都没焐热的二手车，会怎样？",
    "毕业了没找着活，先去单位试着干干攒经验，一般要干几个月？",
)

ASKED: Final = "您问"
QUOTATION_LABEL: Final = "以下为文件原文摘录，由程序自动查找，不是人工答复"
CARD_LABEL: Final = "以下为政策说明摘录，不是文件原文，由程序自动查找，不是人工答复"
MIXED_LABEL: Final = "以下为文件原文和政策说明的摘录，由程序自动查找，不是人工答复"
PROGRAM_LABEL: Final = "由程序自动回复，不是人工答复"
CARD_KIND: Final = "说明"  # the last word of Document.kind of the bundled cards: an explanation, not the official text
CARD_MARK: Final = "政策说明"
SOURCES_HEADING: Final = "出处（点开看全文）"
QUOTE_HEADING: Final = "引用的话"
ARTICLE_HEADING: Final = "整条内容（引用的话已标出）"
ARTICLE_SHORTENED: Final = "这一条很长，只显示引用处前后；全部内容见来源文件。"
ARTICLE_MISSING: Final = "索引中没有找到这一条，请看来源文件。"
MAYBE_HEADING: Final = "可能相关的文件（没有直接回答您的问题）"
RELATED_HEADING: Final = "同一主题的文件"
CHOICES_HEADING: Final = "您想问的是哪一个？点一下继续"
COPY: Final = "复制答复和依据"
COPIED: Final = "已复制"
SEARCHING: Final = "正在查找文件……"
EMPTY_QUESTION: Final = "请先输入问题，例如“老人有补贴吗”。"
FAILED: Final = "抱歉，这次没有查成。请稍后再问一次，或者拨打 12345 政务服务便民热线。"
EARLIER_HIDDEN: Final = "更早的问答不再显示。"
NO_SCRIPT: Final = "本页面需要浏览器启用 JavaScript。您也可以拨打 12345 政务服务便民热线。"

# Headings of answers that are no quotation; a status not named here has none.
STATUS_HEADINGS: Final[Mapping[str, str]] = {
    Status.ANSWERED_PARTIAL: "只找到部分依据",
    Status.CLARIFICATION: "需要您再说明一下",
    Status.NO_SOURCE: "没有找到能回答这个问题的文件",
    Status.LOW_CONFIDENCE: "没有找到足够的依据",
    Status.OTHER_PLACE: "这里没有该地区的文件",
    Status.EMERGENCY: "紧急情况",
    Status.PERSONAL_RECORD: "需要到办理部门查询",
    Status.COMPLAINT: "投诉和建议",
    Status.PERSONAL_DATA: "请保护个人信息",
    Status.INJECTION: "不能处理这个请求",
    Status.UNSAFE: "不能处理这个请求",
    Status.TIMEOUT: "查找超时",
    Status.MODEL_ERROR: "暂时不能回答",
    Status.INDEX_ERROR: "暂时不能回答",
}
# Words with a sign in front, so that nothing is told by colour alone.
VALIDITY_WORDS: Final[Mapping[str, str]] = {
    Validity.IN_FORCE: "✓ 现行有效",
    Validity.NOT_YET: "! 尚未施行",
    Validity.EXPIRED: "✕ 已过有效期",
    Validity.REPEALED: "✕ 已废止",
    Validity.PLAN_OVER: "! 规划期已结束",
    Validity.UNKNOWN: "? 有效期未注明",
}
