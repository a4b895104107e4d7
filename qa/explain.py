"""How an answer came about, stage by stage, for people who tune rules, lexicon and weights.

Runs the real line of :mod:`qa.answerer` and listens at the judge of the evidence; nothing is computed another way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from index.text import fold
from qa.answerable import ANSWERABLE_MODEL, SIGNALS, Answerability, Verdict, answerable_signals
from qa.answerer import ABSTAIN_BELOW, QuestionAnswerer
from qa.extractor import Selection
from qa.filters import Filters, recognise, soft_match
from qa.lexicon import Lexicon
from qa.linear import LinearModel
from qa.query import SearchQuery
from qa.question import clean_question
from qa.records import Answer, ScoredPassage
from qa.relative_dates import as_said
from qa.retriever import FEATURES, HINT_WEIGHT, RANKING_FILE
from qa.routing import route

SHOWN = 5  # candidates, and figures a candidate
_FILTERS = {
    "region": "地区",
    "level": "层级",
    "issuer": "机关",
    "year": "年份",
    "kind": "文种",
    "audience": "对象",
    "in_force_on": "有效日",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the line: its name and what it did, a fact a line."""

    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    selection: Selection
    verdict: Verdict
    signals: Mapping[str, float]


class _ListeningJudge(Answerability):
    """The judge that ships, which remembers what it was shown first: the parts of a question are judged after it."""

    seen: _Judged | None = None

    def judge(self, query: SearchQuery, hits: Sequence[ScoredPassage], selection: Selection) -> Verdict:
        """Return the verdict of the real judge."""
        verdict = super().judge(query, hits, selection)
        known = selection.best is not None and bool(hits)
        signals = answerable_signals(query, hits, selection, self._words) if known else []
        self.seen = self.seen or _Judged(selection, verdict, dict(zip(SIGNALS, signals, strict=bool(signals))))
        return verdict


def explain(
    answerer: QuestionAnswerer,
    question: str,
    *,
    turns: Sequence[str] = (),
    as_of: date | None = None,
    filters: Filters | None = None,
) -> tuple[Answer, list[Stage]]:
    """Return the answer and the stages that led to it; personal data is masked in both."""
    cleaned = clean_question(question)
    judge = _ListeningJudge(LinearModel.load(ANSWERABLE_MODEL, SIGNALS), answerer.parts.retriever.embedder.words)
    listening = QuestionAnswerer(replace(answerer.parts, answerability=judge))
    answer = listening.answer(question, turns=turns, as_of=as_of, filters=filters)
    follow_up = answerer.completed(turns, cleaned.text, as_of or date.today())
    rules = answerer.parts.rules
    routed = route(cleaned.text, rules, completed=follow_up.text) if cleaned.text else None
    stages = [
        Stage("清理", (f"读作：{cleaned.text or '（空）'}", *cleaned.notices)),
        Stage("路由", (f"规则 {routed.rule}：{routed.status}" if routed else "没有规则命中，从文件中回答",)),
    ]
    if turns:
        used = "；".join(follow_up.used_turns) or "（无，本句自成一问）"
        stages.append(Stage("追问", (f"补全为：{follow_up.text}", f"取自前面的问题：{used}")))
    if routed is None and cleaned.text:
        stages.append(Stage("查名", _named(answerer, follow_up.text, as_of or date.today())))
        stages.append(Stage("筛选", _filtered(follow_up.text, filters)))
        stages += _searched(answerer, answer)
    if judge.seen is not None:
        stages += _judged(judge.seen)
    return answer, [*stages, Stage("结果", _result(answer))]


def _named(answerer: QuestionAnswerer, question: str, on: date) -> tuple[str, ...]:
    found = answerer.parts.lookup.find(question, on=on)
    facts = (
        *(f"文件 《{document.title}》 {document.doc_number}" for document in found.documents),
        *(f"条款 {article.passage_id}" for article in found.articles),
        *(f"库中没有的 {name}" for name in found.cited_only),
    )
    return facts or ("没有点名文件或条款",)


def _filtered(question: str, filters: Filters | None) -> tuple[str, ...]:
    """Return what restricts the search, and what the question only hints at, which moves the ranking."""
    hints = _values(recognise(as_said(question)))
    return (
        f"限定：{_values(filters) if filters else '无'}",
        f"从问题认出：{hints}（除文种外，每合一项加 {HINT_WEIGHT:g} 分）" if hints else "从问题认出：无",
    )


def _values(filters: Filters) -> str:
    return "，".join(f"{_FILTERS[name]} {value}" for name, value in asdict(filters).items() if value)


def _searched(answerer: QuestionAnswerer, answer: Answer) -> list[Stage]:
    query = answerer.parts.retriever.analyse(answer.question_used)
    ranking = LinearModel.load(RANKING_FILE, FEATURES)
    hints = recognise(as_said(answer.question_used))
    candidates = [_candidate(rank, hit, ranking, hints) for rank, hit in enumerate(answer.retrieved[:SHOWN], 1)]
    return [
        Stage("检索词", tuple(_weights(query))),
        Stage("词典", tuple(_entries(answer.question_used, answerer.parts.lexicon)) or ("没有词条命中",)),
        Stage("同音", tuple(_guesses(query)) or ("没有疑似错字",)),
        Stage("候选条款（特征×权重）", tuple(candidates) or ("没有候选",)),
    ]


def _judged(judged: _Judged) -> list[Stage]:
    return [
        Stage("证据", _evidence(judged)),
        Stage("选中的句子", tuple(_sentences(judged.selection)) or ("没有",)),
    ]


def _weights(query: SearchQuery) -> list[str]:
    words = [f"{token} {weight:g}" for token, weight in sorted(query.weights.items(), key=lambda pair: -pair[1])]
    return ["，".join(words) or "没有"]


def _entries(question: str, lexicon: Lexicon) -> list[str]:
    return [
        f"{match.entry.everyday} → {'、'.join(match.entry.official)}（{match.entry.field}"
        + (f"；语境 {'、'.join(match.entry.when)}" if match.entry.when else "")
        + "）"
        for match in lexicon.match(fold(question))
    ]


def _guesses(query: SearchQuery) -> list[str]:
    return [
        f"{concept.everyday} → {'、'.join(f'{term.text} {term.weight:.2f}' for term in concept.terms)}"
        for concept in query.concepts
        if concept.guessed
    ]


def _candidate(rank: int, hit: ScoredPassage, ranking: LinearModel, hints: Filters) -> str:
    shares = _products(hit.features, ranking)
    agreement = soft_match(hit.document, hints).origin
    hinted = f"，提示 {agreement:+g}×{HINT_WEIGHT:g}" if agreement else ""
    return f"{rank}. {hit.score:.2f} 《{hit.document.title}》{hit.passage.article}：{shares}{hinted}"


def _evidence(judged: _Judged) -> tuple[str, ...]:
    verdict = judged.verdict
    facts = [
        f"能回答的概率 {verdict.probability:.3f}（低于 {ABSTAIN_BELOW} 不答）",
        f"缺：{verdict.missing or '无'}",
    ]
    if judged.signals:
        model = LinearModel.load(ANSWERABLE_MODEL, SIGNALS)
        facts.append(f"信号：{_products(judged.signals, model, shown=len(SIGNALS))}")
    return tuple(facts)


def _products(figures: Mapping[str, float], model: LinearModel, *, shown: int = SHOWN) -> str:
    """Return the weightiest figures as "name figure×weight", by what they add to the score."""
    weights = dict(zip(model.names, map(float, model.weights), strict=True))
    order = sorted(figures, key=lambda name: -abs(figures[name] * weights.get(name, 0.0)))
    return "，".join(f"{name} {figures[name]:.2f}×{weights.get(name, 0.0):.2f}" for name in order[:shown])


def _sentences(selection: Selection) -> list[str]:
    best = selection.best
    lines = [] if best is None else [f"最好的一句（概率 {selection.probability:.3f}）：{best.sentence.text.strip()}"]
    return lines + [
        f"第 {one.rank + 1} 个候选第 {one.index + 1} 句：{one.sentence.text.strip()}" for one in selection.evidence
    ]


def _result(answer: Answer) -> tuple[str, ...]:
    times = "，".join(f"{name} {value:.1f} ms" for name, value in answer.timings_ms.items())
    return (f"状态 {answer.status}", *answer.trace, f"用时 {times}")
