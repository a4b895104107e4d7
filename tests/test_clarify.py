"""One question back: only when a short question fits several rules, never when it names enough; its choices work."""

from __future__ import annotations

import pytest
from toy_answerer import DAY, LEXICON, RANKING, named_model, toy_answerer
from toy_index import ToyEmbedder

from index.build import build_index
from index.corpus import Document
from index.snapshot import Snapshot
from qa.answerer import QuestionAnswerer
from qa.clarify import label
from qa.records import Status
from qa.retriever import FEATURES, Retriever

NOTICE = """测试市人民政府关于印发测试市{title}的通知
测政发〔{year}〕{number}号

各县（区）人民政府，市各有关部门：
现将《测试市{title}》印发给你们，请遵照执行。

测试市人民政府
{year}年1月10日

测试市{title}

第一条 为了做好有关工作，制定本办法。
第二条 {rule}
第三条 本办法自{year}年2月1日起施行。
"""
# title, year, number, what the second article says: sentences so long that one answer does not hold them all
FILES = {
    "医保.txt": (
        *("医疗保险费缓缴办法", 2024, 11),
        "医疗保险费可以缓缴3个月，参保职工看病住院的报销、生育津贴、个人账户划拨和异地就医结算都照常办理，医疗保障经办机构不得以单位"
        "没有缴齐为由停发、少发或者推迟支付，职工离职、退休、死亡的，单位应当先替本人补齐。",
    ),
    "水费.txt": (
        *("供水费用缓缴办法", 2024, 12),
        "自来水费可以缓缴6个月，供水公司在这段时间里应当正常送水，抄表、检修、水质化验和管网抢修照旧进行，用户搬迁、转租、过户或者销户"
        "以前要结清欠款，恶意拖延的记入供水信用名单，并由城市管理部门上门提醒。",
    ),
    "税费.txt": (
        *("制造业税费缓缴办法", 2024, 13),
        "制造业应纳税款可以缓缴4个月，中型工厂按照半数、小型工厂按照全部办理，代扣代征和窗口开具发票时缴纳的除外，期满后确有困难的向"
        "主管税务机关另行申请延期，弄虚作假骗取的依照征收管理法律追缴并加收滞纳金。",
    ),
    # Much alike, but not so much that the retriever takes them for copies of one text.
    "游船一.txt": (
        *("游船票价办法甲", 2024, 21),
        "2024年环湖游船成人票价每人次80元，儿童、现役军人、残疾人凭有效证件乘坐的按照半数收取，游船公司应当把票价写在码头入口、"
        "售票窗口的显眼位置，遇到大风停航的，应当在当天退还全部票款，不得收取任何手续费，退款情况每月报送交通运输局。",
    ),
    "游船二.txt": (
        *("游船票价办法乙", 2025, 22),
        "2025年环湖游船成人票价每人次90元，儿童、现役军人、残疾人凭有效证件乘坐的按照半数收取，团体满三十人给予优惠，船票可以在网上"
        "购买和改签，乘客携带的宠物、自行车、大件行李另行办理托运，夜间航班和包船服务由双方在合同里约定。",
    ),
    "图书.txt": ("图书借阅办法", 2024, 31, "每张借书证最多可以借阅图书12册，逾期不还的停止借阅。"),
    "展览.txt": ("展览公示办法", 2024, 41, "展览名单公示7天。"),
    "评奖.txt": ("评奖公示办法", 2024, 42, "评奖结果公示15天。"),
}

# One document that gives the same kind of thing for three groups, each under its own heading.
GROUPS = """测试市人民政府关于支持花木产业的意见
测政发〔2024〕51号

各县（区）人民政府：

一、扶持种植农户
种植农户购买苗木最高奖补2万元，由乡镇农业站到田头核对面积、品种和成活数量，核对以后在村务公开栏张榜，农户对数量有不同看法的可以请村委会重新丈量，丈量费用由财政承担，全部款项在秋收以前打到农户自己的账户。

二、扶持加工企业
加工企业购置烘干设备最高奖补60万元，企业要提供购销合同、付款凭证和设备照片，验收由工业主管部门组织三位专家到车间查看，设备五年里不得转让，转让的退回全部款项，两年里没有开工的收回一半。

三、扶持物流园区
物流园区建设冷库最高奖补300万元，园区要在开工以前报送施工图纸、用地手续和环境影响材料，建成以后由住建部门查验，容积不足五千立方米的不予受理，已经享受省里同类资金的扣除重复部分。

测试市人民政府
2024年5月10日
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> QuestionAnswerer:
    folder = tmp_path_factory.mktemp("clarify")
    (folder / "corpus").mkdir()
    for name, (title, year, number, rule) in FILES.items():
        text = NOTICE.format(title=title, year=year, number=number, rule=rule)
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    (folder / "corpus" / "花木.txt").write_text(GROUPS, encoding="utf-8")
    build_index(folder / "corpus", folder / "index", ToyEmbedder())
    snapshot = Snapshot.open_current(folder / "index")
    ranking = named_model(FEATURES, RANKING)
    return toy_answerer(Retriever(snapshot, ToyEmbedder(), LEXICON, ranking))


def test_a_question_that_fits_several_documents_is_asked_back(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("缓缴几个月？", as_of=DAY)
    assert answer.status is Status.CLARIFICATION
    assert answer.text.endswith("您想问的是哪份文件的？")
    assert set(answer.choices) == {
        "《测试市医疗保险费缓缴办法》里，缓缴几个月？",
        "《测试市供水费用缓缴办法》里，缓缴几个月？",
        "《测试市制造业税费缓缴办法》里，缓缴几个月？",
    }
    assert answer.citations == ()
    assert answer.question_used == "缓缴几个月？"


def test_groups_of_one_document_are_told_apart_by_their_headings(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("最高奖补多少钱？", as_of=DAY)
    assert set(answer.choices) == {
        "扶持种植农户方面，最高奖补多少钱？",
        "扶持加工企业方面，最高奖补多少钱？",
        "扶持物流园区方面，最高奖补多少钱？",
    }
    picked = answerer.answer("扶持物流园区方面，最高奖补多少钱？", turns=["最高奖补多少钱？"], as_of=DAY)
    assert "300万元" in picked.text


@pytest.mark.parametrize("question", ["缓缴几个月？", "环湖游船成人票价多少元？"])
def test_every_choice_is_asked_as_it_is_and_answered(answerer: QuestionAnswerer, question: str) -> None:
    choices = answerer.answer(question, as_of=DAY).choices
    answers = [answerer.answer(choice, turns=[question], as_of=DAY) for choice in choices]
    assert len(choices) >= 2
    assert [answer.question_used for answer in answers] == list(choices)
    assert {answer.status for answer in answers} == {Status.ANSWERED}
    assert len({answer.citations[0].doc_title for answer in answers}) == len(choices)


def test_editions_of_one_matter_are_told_apart_by_year(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("环湖游船成人票价多少元？", as_of=DAY)
    assert answer.choices == ("2024年环湖游船成人票价多少元？", "2025年环湖游船成人票价多少元？")
    assert "哪一年" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "医疗保险费可以缓缴几个月？",  # names the matter
        "《测试市供水费用缓缴办法》里，缓缴几个月？",  # names the document
        "测政发〔2024〕13号规定缓缴几个月？",
        "2025年环湖游船成人票价多少元？",  # names the year
        "借书证最多借几册？",  # one document
        "缓缴到期由谁办理？",  # asks for no figure
    ],
)
def test_a_question_that_names_enough_is_answered(answerer: QuestionAnswerer, question: str) -> None:
    assert answerer.answer(question, as_of=DAY).status is Status.ANSWERED


def test_cases_that_fit_one_answer_are_given_together(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("公示几天？", as_of=DAY)
    assert answer.status is Status.ANSWERED
    assert "7天" in answer.text
    assert "15天" in answer.text


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("甲局关于印发《乙市停车办法》的通知", "通知", "乙市停车办法"),
        ("乙市人民政府关于印发乙市停车规划的通知", "通知", "乙市停车规划"),
        ("省政府办公厅印发关于推动停车若干措施的通知", "通知", "关于推动停车若干措施"),
        ("甲局 乙局关于延续停车费减免的公告", "公告", "关于延续停车费减免的公告"),
        ("中华人民共和国城市停车法", "法律", "中华人民共和国城市停车法"),
        ("停车费：怎么交、交多少", "政策说明", "停车费"),
    ],
)
def test_a_document_goes_by_the_name_people_use(title: str, kind: str, expected: str) -> None:
    assert label(Document("d", title, kind=kind)) == expected
