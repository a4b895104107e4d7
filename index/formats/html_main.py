"""Which part of an HTML page is its text: title, main part, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from index.formats.archive import Element, attribute

_NEVER = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "iframe", "object", "svg", "canvas"),
        *("select", "button", "input"),
    )
)
_AROUND = frozenset(("nav", "footer", "aside", "menu"))
# Parts of a page that sites name alike; whole words of the class or id, so that "navy" is not one.
_AROUND_NAME = re.compile(
    r"(?:^|[\s_-])(nav|navbar|menu|footer|sidebar|breadcrumbs?|crumbs?|share|toolbar|pagination|pager|related|comments?|"
    r"advert|ads|banner|copyright|skip)(?:$|[\s_-])",
    re.I,
)
# What holds the text on the sites of the State Council, of ministries and of most provinces.
_MAIN_IDS = ("UCAP-CONTENT", "zoom", "Zoom", "ArticleContent", "article_content", "articleContent", "BodyLabel")
_MAIN_CLASSES = ("TRS_Editor", "TRS_UEDITOR", "trs_editor_view", "article-content", "article_content", "pages_content")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef]) ?\n ?(?=[\u3001-\u9fff\uff00-\uffef])")


def text_of(element: Element) -> str:
    """Return all text inside an element as one line."""
    return flat("".join(str(part) for part in element.itertext()))


def flat(text: str) -> str:
    """Return text as a browser shows it; a line end of the source between two Han characters is no blank."""
    text = _BETWEEN_HAN.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    return _SPACES.sub(" ", text).strip(" \u3000")


def same_title(title: str, text: str) -> bool:
    """Tell whether a line of the text already says the title, or a good part of it."""
    bare_title, bare = re.sub(r"\s", "", title), re.sub(r"\s", "", text)
    return bare_title in bare or (len(bare) > 5 and bare in bare_title)


def page_title(root: Element) -> str:
    """Return the document's title: the site's own field for it, the only <h1>, or <title> without the site's name."""
    for meta in root.iter("meta"):
        if (attribute(meta, "name") or "").lower() == "articletitle" and attribute(meta, "content"):
            return flat(attribute(meta, "content") or "")
    # A heading in the page's own head is the name of the site.
    found = (one for one in root.iter("h1") if not any(above.tag == "header" for above in one.iterancestors()))
    heads = [text for text in map(text_of, found) if text]
    if len(heads) == 1:
        return heads[0]
    named = next((text_of(element) for element in root.iter("title")), "")
    return re.split(r"\s*[_|]\s*|\s+[-–—]\s+|\s*[-–—]{2,}\s*", named)[0]


@dataclass(slots=True)
class _Measure:
    """How much text an element holds."""

    text: int = 0  # characters, blanks apart
    linked: int = 0  # of them inside links
    links: int = 0
    sentences: int = 0


def _measure(root: Element) -> dict[Element, _Measure]:
    """Return the measures of every element, in one walk."""
    measures: dict[Element, _Measure] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = measures.setdefault(element, _Measure())
        _add_text(own, element.text)
        if element.tag == "a":
            own.linked, own.links = own.text, own.links + 1
        parent = element.getparent()
        if parent is not None:
            above = measures.setdefault(parent, _Measure())
            above.text += own.text
            above.linked += own.linked
            above.links += own.links
            above.sentences += own.sentences
            _add_text(above, element.tail)
    return measures


def _add_text(measure: _Measure, text: str | None) -> None:
    if text:
        measure.text += len("".join(text.split()))
        measure.sentences += text.count("。")


def drop_around(root: Element) -> int:
    """Take out what is not shown and what surrounds the text; return how many parts with text that were."""
    measures = _measure(root)
    dropped = []
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str) or tag in ("html", "body"):
            continue
        style = (attribute(element, "style") or "").replace(" ", "").lower()
        hidden = "display:none" in style or attribute(element, "hidden") is not None
        if tag in _NEVER or hidden:
            dropped.append((element, False))
        elif _is_around(element, measures[element]):
            dropped.append((element, True))
    around = 0
    for element, counts in dropped:
        around += counts and measures[element].text > 0
        element.drop_tree()
    return around


def _is_around(element: Element, measure: _Measure) -> bool:
    """Tell whether a part is menu, footer or a list of links: three links at least that are nearly all of its text."""
    if element.tag in _AROUND or attribute(element, "role") == "navigation":
        return True
    if element.tag in ("ul", "ol", "div", "table") and measure.links >= 3 and measure.linked > 0.8 * measure.text:
        return True
    names = f"{attribute(element, 'class') or ''} {attribute(element, 'id') or ''}"
    return not measure.sentences and bool(_AROUND_NAME.search(names))


def main_part(root: Element) -> Element:
    """Return the part that holds the main text when the page names it and it has most of the words, else the body."""
    body = next(root.iter("body"), root)
    measures = _measure(body)
    candidates = [one for one in body.iter() if one.get("id") in _MAIN_IDS or one.tag in ("article", "main")]
    candidates += [one for one in body.iter() if set((one.get("class") or "").split()) & set(_MAIN_CLASSES)]
    return next((one for one in candidates if measures[one].text > 0.5 * measures[body].text), body)
