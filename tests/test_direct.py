"""The direct answer: what may be said by itself, and above all what may not."""

from __future__ import annotations

import pytest
from answer_pieces import selection_of
from toy_answerer import DAY, evidence_for, toy_answerer, toy_extractor, toy_retriever

from qa.direct import SURE, direct_answer
from qa.read_aloud import read_aloud
from qa.records import Citation
from qa.retriever import Retriever
from qa.verifier import verify

CASES = "中小微企业最多退60%，大型企业最多退30%。"
DUE = "第三条　用人单位应当自受理之日起30日内办结；逾期的，可以投诉。"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    return toy_retriever(tmp_path_factory.mktemp("toy"))


def direct(question: str, text: str, best: int = 0) -> str:
    return direct_answer(question, selection_of(text, best=best), text)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("受理以后多少天内办结", DUE, "自受理之日起30日内"),
        ("中小微企业的失业保险能退几成", CASES, "中小微企业最多退60%，大型企业最多退30%"),
        ("展位费最高补百分之几", "展位费给予最高80%的补助。", "最高80%"),
        ("什么时候起可以反向开票", "自2022年10月1日起，汽车企业可以反向开票。", "自2022年10月1日起"),
        ("每个社区最少几个信息员", "每个社区至少配备1名信息员。", "每个社区至少配备1名"),
    ],
)
def test_a_figure_is_said_with_its_limits_and_its_cases(question: str, text: str, said: str) -> None:
    assert direct(question, text) == said


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("健康证明多久有效", "外国人申请有效期1年以上的居留证件的，应当提交健康证明。"),  # the figure of a condition
        ("慈善组织的证书几年有效", "登记满一年的慈善组织，可以申请证书。"),
        ("机票多少天内报销", "用人单位应当自受理之日起30日内办结。"),  # of something else
        ("受理以后多少天内办结，多久发证", DUE),  # two figures asked for
        ("罚款几天交", "罚款为五千元以上一万元以下，应当交到银行。"),  # of another measure
        ("一个月能减除费用多少钱", "全年减除费用六万元，按照规定执行。"),  # of another period
        ("这两条规定执行到哪年", "这两条规定执行到2024年底，以后另行公布。"),  # leans on what stands before it
        ("办法施行最晚什么时候", "本办法自2023年6月1日起施行，请认真落实。"),  # the other end of the time
        ("总结什么时候交", "2023年6月13日"),  # a date line
        ("每万人多少人", "7\t社区工作者人数\t16.8人\t18人"),  # a table row
    ],
)
def test_a_figure_that_may_not_answer_is_not_said(question: str, text: str) -> None:
    assert direct(question, text) == ""


def test_one_item_of_several_is_only_said_when_it_is_nearer_the_question_than_the_others() -> None:
    text = "标准如下：\n（一）占用平原地区，每平方米为十元；\n（二）占用山地地区，每平方米为八元。"
    assert direct("耕地占用税每平方米多少钱", text, best=2) == ""
    assert direct("占用山地每平方米多少钱", text, best=2) == "每平方米为八元"


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("专科学校由谁审批", "设立专科学校，由省人民政府审批，报教育部备案。", "省人民政府"),
        ("不让看档案去哪投诉", "档案不按规定开放的，单位和个人可以向档案主管部门投诉。", "档案主管部门"),
        (
            "深港货运谁牵头",
            "提升深港货运效率。（广东省人民政府牵头，交通运输部负责）",
            "广东省人民政府牵头，交通运输部负责",
        ),
        ("计量数据基地谁负责", "市场监管总局负责计量数据基地的规划。", "市场监管总局"),
        ("停车费由谁承担", "停车费由公安机关承担，但当事人逾期的，由当事人承担。", ""),
        ("工伤分别由谁负责", "工伤由市人民政府负责。", ""),
        ("草场纠纷由谁处理", "草场纠纷由有关人民政府处理。", ""),
        ("数据出境须经谁批准", "非经国家主管机关批准，数据不得出境。", "国家主管机关"),
        ("捐款应当聘请谁审计", "红十字会应当聘请机构审计捐款。", ""),
    ],
)
def test_bodies_stand_where_the_sentence_names_the_doer(question: str, text: str, said: str) -> None:
    assert direct(question, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("民办学校筹设期间能否招生", "民办学校在筹设期内不得招生。", "民办学校在筹设期内不得招生"),
        ("质量不合格，能退房吗", "经核验质量不合格的，购买人有权退房；", "经核验质量不合格的，购买人有权退房"),
        ("卖猪崽要不要办许可证", "农户自繁自养的猪崽，不需要办理许可证。", "农户自繁自养的猪崽，不需要办理许可证"),
        ("申请能直接交给交警队吗", "交警队应当将申请交给复议机关。", ""),  # 应当 does not say that one may
        ("农户要不要办许可证", "农户可以办理许可证。", ""),  # 可以 does not say that one must
        ("质量不合格能退房吗", "质量不合格的，购买人有权退房，但已经入住的除外。", ""),  # an exception would be cut off
        ("质量不合格能退房吗", "质量不合格的，购买人有权退房。但是已经入住的除外。", ""),  # … or stands behind
        ("公司一样要公示登记申请吗", "公司应当将登记申请公示。", ""),
        ("民办学校能不能招生", "前款规定的民办学校不得招生。", ""),
        ("一户能不能有一处宅基地", "不能保障一户有一处宅基地的地区，政府可以采取措施。", ""),  # only says where
    ],
)
def test_a_ruling_is_quoted_with_its_conditions_and_answers_what_is_asked(question: str, text: str, said: str) -> None:
    assert direct(question, text) == said


def test_a_document_number_is_said_when_there_is_one() -> None:
    one, two = "《办法》（测政发〔2024〕3号）第二条。", "见测政发〔2024〕3号，测政发〔2024〕4号。"
    assert direct("补贴办法的文号是什么", one) == "测政发〔2024〕3号"
    assert direct("补贴办法的文号是什么", two) == ""


def test_nothing_is_said_that_the_answer_does_not_show_or_that_is_unsure() -> None:
    assert direct_answer("受理以后多少天内办结", selection_of(DUE), "别的话。") == ""
    assert direct_answer("受理以后多少天内办结", selection_of(DUE, probability=SURE - 0.01), DUE) == ""
    assert direct_answer("受理以后多少天内办结", selection_of(DUE, kind="front"), DUE) == ""


def test_what_is_said_passes_the_verifier(retriever: Retriever) -> None:
    question = "一百周岁以上老人每人每月发多少钱"
    selection = toy_extractor().select(question, evidence_for(retriever, question))
    assert selection.best is not None
    shown = selection.best.sentence.text
    said = direct_answer(question, selection, shown)
    assert said == "每人每月500元"
    source = Citation(
        1, "办法", "", "", "", "", "", "in_force", "第三条", shown, selection.best.hit.passage.text, "a", 1, 1, "p"
    )
    assert verify(f"{said}。[1]", [source], question=question).kept


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("测试市高龄补贴办法的文号是多少", "测政发〔2024〕3号"),
        ("测试市高龄补贴办法什么时候施行", "自2024年2月1日起"),
        ("测试市高龄补贴办法哪天印发的，文号是多少", ""),  # two facts asked for
    ],
)
def test_a_fact_about_a_document_is_said_and_read_aloud(retriever: Retriever, question: str, said: str) -> None:
    answer = toy_answerer(retriever).answer(question, as_of=DAY)
    assert answer.direct == said
    assert answer.spoken.startswith(read_aloud(said)) if said else answer.spoken == ""
