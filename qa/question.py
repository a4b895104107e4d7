"""A person's words made ready: personal data masked, invisible characters gone, width and script folded, length kept.

Also completes a follow-up from the turns before it. Knows nothing of documents, search or routing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.personal_data import mask_personal_data

MAX_CHARACTERS = 500
_MAX_READ = 20_000  # of what was sent; the rest is not even looked at

# Zero width, bidi marks, BOM and tag characters are category Cf; these are blank or modify others without being Cf.
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800")
# Full-width letters, digits and the signs that belong to numbers; Chinese punctuation stays: ，。？！：；（）
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {
    ord(wide): narrow for wide, narrow in zip("％＋－．／＠＿～＃＆＊＝", "%+-./@_~#&*=", strict=True)
}


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked, safe to log.

    ``original`` is the masked text as typed, at most 500 characters, and ``text`` what is searched and answered:
    at most 500 characters, "" when nothing was asked.
    """

    original: str
    text: str
    notices: tuple[str, ...] = ()  # sentences for the person: what was masked, removed or cut
    masked: tuple[str, ...] = ()  # kinds of personal data: 手机号, 身份证号 ...
    invisible: int = 0  # characters removed
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it left unsaid, and the earlier turns that was taken from, oldest first."""

    text: str
    used_turns: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """The sentence shown to the person, or "" when the question stood by itself."""
        return f"我理解您问的是：{self.text}" if self.used_turns else ""


def clean_question(text: str) -> Question:
    """Return the question in ``text``; never fails, whatever was typed."""
    visible, invisible = _strip_invisible(text[:_MAX_READ])
    visible = unicodedata.normalize("NFC", visible).translate(_WIDTH)
    masked = mask_personal_data(visible)  # before the cut, which could leave half a number unmasked
    cleaned = " ".join(masked.text.split())
    truncated = len(cleaned) > MAX_CHARACTERS or len(text) > _MAX_READ
    original = cleaned[:MAX_CHARACTERS]
    asked = _to_simplified(original).strip()
    notices = []
    if masked.kinds:
        notices.append(f"为保护隐私，已隐去您输入的{'、'.join(masked.kinds)}；办事咨询无需提供个人信息。")
    if invisible:
        notices.append(f"已去掉 {invisible} 个看不见的字符。")
    if truncated:
        notices.append(f"问题较长，只取了前 {MAX_CHARACTERS} 个字。")
    return Question(
        original=original,
        text=asked if any(character.isalnum() for character in asked) else "",
        notices=tuple(notices),
        masked=masked.kinds,
        invisible=invisible,
        truncated=truncated,
    )


def _strip_invisible(text: str) -> tuple[str, int]:
    """Return the text without invisible characters, and how many there were (emoji variants are not counted)."""
    kept: list[str] = []
    removed = 0
    for character in text:
        if " " < character < "\x7f" or "\u4e00" <= character <= "\u9fff":
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif "\ufe00" <= character <= "\ufe0f":  # variation selectors: part of an emoji as keyboards write it
            continue
        elif character in _INVISIBLE or "\U000e0100" <= character <= "\U000e01ef" or _is_control(character):
            removed += 1
        else:
            kept.append(character)
    return "".join(kept), removed


def _is_control(character: str) -> bool:
    # Cs: a lone surrogate, which no file or terminal can write; Co: private use, drawn differently everywhere
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")


def _to_simplified(text: str) -> str:
    # GB 2312 holds the simplified characters in daily use: only a text beyond it can hold a traditional one, so the
    # dictionary is loaded for few questions, and 著作权 or 乾隆 is left as typed.
    if all(_in_gb2312(character) for character in text if "\u3400" <= character <= "\U0003ffff"):
        return text
    return _simplified(text)


@lru_cache(maxsize=4096)
def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=256)
def _simplified(text: str) -> str:
    from opencc import OpenCC  # 60 ms to load its tables

    return str(OpenCC("t2s").convert(text))


# 换个问题，… / 再问一个别的：… ends the conversation so far; 再问一下，… only opens the sentence
_NEW_TOPIC = re.compile(
    r"^.{0,6}?(?:换(?:一?个)?(?:问题|话题)|(?:不说|不问|不聊)这个了?|问(?:一?个)?(?:别的|其他的?|不同的?|另外的?)(?:问题|事情?)?|(?:下|另)一个问题)"
    r"[，,：:。！ ]*"
)
_OPENING = re.compile(r"^我?(?:还|再|另外|顺便)(?:再|想|请)*(?:问|咨询|请教)(?:一下|一?个问题|您|你)*[，,：:。！ ]*")
_POINTS_BACK = re.compile(
    r"[他她它]们?|这(?!边)|那(?!么多)|该(?:项|办法|政策|文件|规划|通知|意见|条|企业|人员|证|补贴)|上述|前述|同样|一样|这么|那么"
)
_ADDS = re.compile(r"也[能可要得是算一会有行按享给管适]|还[能可要得会有需]|[这那它他]个?[也还]|呢[？?。！ ]*$")
# 几 counts as asking only after such words: 我们几个人, 那几年, 十几万 state something.
_ASKS = re.compile(
    r"(?:一共|总共|最多|最少|最长|最晚|最高|最低|大概|具体)?(?:都?要|能|可以|得|会|该|需要|应该)?[有是报交给罚办]?多少[家个人天年月元块次项条岁级万]?钱?"
    r"|(?:[是有要得能报]|最[多少长晚]|至少|提前|内)几[家个人天年月元块次项条岁级]|多久|多长时间|多大|怎么(?:办理?|样|算|弄|回事)?|咋办?"
    r"|如何(?:办理)?|为什么|什么(?:时候|条件|材料|意思)?|[在去到向]?哪(?:些|里|儿|天|个|种)?|[向找]?谁|是(?:不是|真的|吧)|对(?:不对|吧|吗)"
    r"|能不能|可不可以|有没有|要不要|行不行|[吗呢吧么啊呀嘛](?=$|[？?。！ ])|[？?]"
)
_FILLER = re.compile(
    r"请问|我想|想问|问一下|一下|的|了|我们?|你们?|您|在|是|有|要|能|会|给|到|和|与|就|把|被|去|来|办理?|申请|材料|手续|流程|条件|需要|时间|费用|可以"
)
_ALWAYS_CARRIES_ON = re.compile(
    r"(?:请问)?(?:那|还有|要是|如果|假如|万一|可是|但|不过|而且|然后|后来|最后|现在|已经|听说|除了|其中|上面|刚才)"
)
# A whole question of its own: 怎么投诉驾校, 全省…, 2025年…, 在哪里…
_OWN_START = re.compile(r"(?:怎么|如何|怎样|在哪|哪里|什么是|全[国省市]|国家|20[0-9]{2}年|我想(?:问|咨询|了解))")
_NAMES_A_DOCUMENT = re.compile(r"《[^》]{2,60}》|[〔\[（(]20[0-9]{2}[〕\]）)]\s?[0-9]{1,4}号")
# Matters people come for; a question that names one its turns did not mention has a topic of its own.
_MATTER = re.compile(
    "居住证|身份证|户口|落户|护照|签证|驾照|驾驶证|行驶证|营业执照|许可证|资格证|毕业证|结婚|离婚|收养|彩礼|抚养|赡养|遗嘱|遗产|继承"
    "|社保|医保|养老|失业|工伤|生育|公积金|低保|特困|救助|残疾|退休|高龄|公租房|廉租|保障房|租房|买房|房产|不动产|宅基地|拆迁|征收|承包地"
    "|劳动合同|仲裁|年假|加班|工资|产假|试用期|竞业|创业|就业|人才|入学|学区|幼儿园|高考|中考|学位|助学|疫苗|药品|食品|餐饮|环评|排污|垃圾"
    "|电梯|物业|停车|车牌|摇号|二手车|新能源|酒驾|交通事故|保险|贷款|信用卡|征信|发票|个税|增值税|契税|所得税|购置税|退税|专利|商标|著作权"
    "|招标|采购|破产|股东|注销|快递|外卖|旅游|景区|航班|养犬|养狗|噪声|噪音|无人机|信访|复议|诉讼|法律援助|档案|信息公开|政务服务|补贴|津贴"
)
_CONTRAST = re.compile(r"(?:那么?|还有)?(?!里|个|边|些|种|样)([^，,。；？?吗怎]{1,14}?)呢[？?。！ ]*")
_YEAR = re.compile(r"20[0-9]{2}年")
_COUNTED = re.compile(r"((?:多少|几)[家个人名项件座条所辆户种处])([^，,。？?]{2,12})(?=[？?]?$)")
_MAX_TURNS = 3


def complete_follow_up(turns: Sequence[str], question: str) -> FollowUp:
    """Return ``question`` with the topic of the turns it leans on; as it is when it stands alone.

    ``turns`` are the person's earlier cleaned questions, oldest first. The result has at most 500 characters.
    """
    fresh = _NEW_TOPIC.sub("", question, count=1)
    if fresh != question:
        return FollowUp(fresh or question)
    asked = _OPENING.sub("", question, count=1) or question
    if not turns or not question or not _leans_on(asked, turns[-1]) or _says_again(turns, question):
        return FollowUp(question)
    first = len(turns) - 1
    while first > 0 and len(turns) - first < _MAX_TURNS and _leans_on(turns[first], turns[first - 1]):
        first -= 1
    used = tuple(turns[first:])
    contrast = _CONTRAST.fullmatch(asked)
    text = _contrasted(used[-1], contrast[1]) if contrast else ""
    if not text:
        topic = "，".join(filter(None, map(_topic, used)))
        text = f"{topic}，{_without_connective(asked)}" if topic else question
    return FollowUp(text[-MAX_CHARACTERS:], used)


def _leans_on(question: str, previous: str) -> bool:
    """Tell whether ``question`` cannot be understood without ``previous``."""
    first_clause = re.split(r"[，,。；？?]", question, maxsplit=1)[0]
    points_back = _POINTS_BACK.search(first_clause) is not None
    if _NAMES_A_DOCUMENT.search(question) and not points_back:
        return False
    if points_back or _ADDS.search(question) or _ALWAYS_CARRIES_ON.match(question):
        return True
    content = _FILLER.sub("", _ASKS.sub("", question))
    if any(matter not in previous for matter in _MATTER.findall(question)):
        return False
    return len(content) < 6 or _OWN_START.match(question) is None


def _says_again(turns: Sequence[str], question: str) -> bool:
    """Tell whether ``question`` holds all of the one before it, as a choice picked after a question back does."""
    return complete_follow_up(turns[:-1], turns[-1]).text.rstrip("？?。！! ") in question


def _topic(turn: str) -> str:
    """Return an earlier turn without what it asked: its clauses, question words taken out."""
    clauses = (_ASKS.sub("", clause).strip() for clause in re.split(r"[，,。；？?！!]", turn))
    return "，".join(clause for clause in clauses if len(_FILLER.sub("", clause)) >= 2) or turn


def _without_connective(question: str) -> str:
    return re.sub(r"^(?:那么|那(?![里个边些种样时几头])|还有)[，,]?", "", question) or question


def _contrasted(previous: str, element: str) -> str:
    """Return ``previous`` asked about ``element``: 全国有多少家5A景区？ and 五星级酒店 give 全国有多少家五星级酒店？"""
    year = _YEAR.search(element)
    if year and len(_YEAR.findall(previous)) == 1:
        return _YEAR.sub(year.group(), previous)
    counted = _COUNTED.search(previous)
    # 大学最多能报几个项目: with a modal the new element is who may, not what is counted.
    if counted and not re.search(r"[能可要得应]|最[多少]", re.split(r"[，,。]", previous[: counted.start()])[-1]):
        return f"{previous[: counted.end(1)]}{element}{previous[counted.end() :]}"
    return f"{element}，{previous}"
