"""Named public bodies in a text: 省财政厅, 市场监管部门, 失业保险经办机构."""

from __future__ import annotations

import re
from functools import lru_cache

# What a name ends with. Single characters only where the word before cannot be a common one (全部, 布局, 办理).
_END = (
    r"人民政府|市政府|省政府|县政府|区政府|政府|国务院|人民法院|法院|检察院|仲裁委员会|管委会|委员会|居委会|村委会|居民委员会|村民委员会|"
    r"办公厅|办公室|联合会|残联|工会|妇联|共青团|团委|协会|商会|学会|基金会|红十字会|"
    r"(?:主管|监管|行政|保障|审批|执法|登记|财政|教育|公安|民政|税务|管理|服务|相关|有关|牵头|卫生健康|医保|商务|人社|应急|交通运输|农业农村)?部门|"
    r"(?:税务|公安|司法|行政|登记|海关|审批|签发|发证|监察)?机关|(?:经办|代办|评估|鉴定|检测|认证|登记|服务|管理|培训|金融|担保|托育|养老|医疗|征收)机构|"
    r"(?:服务|管理|登记|受理|监测|指挥|调度|交易|评审|救助|经办|支付|信用|信息)中心|"
    r"人民银行|银行|银保监局|证监局|税务局|税务总局|总局|总署|海关|监管局|派出所|街道办事处|办事处|街道办|司法所|交易所|公积金中心|"
    r"(?<=[党省市县区工资革康政部国])委(?![托员派会])|(?<=[政育社安法源境设输利村务游理督计空光化案粮育讯障障防食品识权林草植])局|"
    r"(?<=[政育社安法源境设输利村务游理障化康技事])厅|(?<=[政化育安法源境设输利村务游理技交防织传障人])部(?![分署门位件级长])|"
    r"(?<=[政府审国])办(?![理结事法公学件税好发函])"
)
_NAME_END = re.compile(_END)
_LONGEST = 9  # characters before the end that may belong to the name
# What may stand before a name without being part of it; the last one in front of the name's end counts.
_BEFORE = re.compile(
    r"^.*(?:[^\u4e00-\u9fff]|[的由向经到报和与及或在给是各等对从把被将为以按据请找可要须未不其该本并至跟去拨级类]|应(?!急)|会同|通过|联系|负责|"
    r"所属|当地|所在地|有关|相关|主动|及时|鼓励|支持|引导|推动|强化|加强|规范|建立|提升|发挥|完善|健全|组织|督促|加快|通知|意见|实行|列入)",
    re.DOTALL,
)
_TOO_COMMON = frozenset(
    {
        "部门",
        "机关",
        "机构",
        "中心",
        "政府",
        "银行",
        "委",
        "局",
        "厅",
        "部",
        "办",
        "有关部门",
        "相关部门",
        "数字政府",
        "跨部门",
    }
)


@lru_cache(maxsize=2048)
def bodies_in(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of each named body in a folded text; general words such as 部门 are none."""
    found: list[tuple[int, int]] = []
    for match in _NAME_END.finditer(text):
        before = text[max(found[-1][1] if found else 0, match.start() - _LONGEST) : match.start()]
        start = match.start() - len(_BEFORE.sub("", before))
        if text[start : match.end()] not in _TOO_COMMON:
            found.append((start, match.end()))
    return tuple(found)
