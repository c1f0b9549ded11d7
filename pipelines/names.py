"""The shapes of names, posts, outlets and organisations in Chinese official prose: text rules, no lists of people."""

from __future__ import annotations

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U000323af"

# Enough for nearly everyone. 时, 全, 单, 解, 强, 能, 明 begin section labels (时间, 全文) far more often than names.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊兰殷施洪翟安倪牛温"
    "芦季俞章鲁葛伍申尤毕聂柴焦柳邢岳齐梅庄辛管祝左涂谷耿牟卜欧甘宁包童柏娄关苗凌费纪靳盛阮裴褚卓柯房屈窦丛项詹翁舒游霍华鲍景"
    "冷司隋车尚冉屠边宫查米蒲晏栾佟应臧闵苟邬卞娜冼饶苑商储连原刁鄢宗简郁胥虞桂池鞠巩仇植戚腾麦寇习楼党迟初敖那仲岑晋蓝喻曲古"
    "荀郗晁邰匡阚訾亓郜郦逯井隗禤缪漆苌瞿昝蒯琚宓帅缑亢郇"
    "荆麻敬仝练邝成茹仉楚佘卫蔺揭国计滕燕丘禹肇花沙木竺师权惠幸候颜寿栗巫於笪佴粟厉步芮羊干邸阙谌狄桑皮伏奚谯湛智裘容衣南骆路逄乌封"
)
COMPOUND_SURNAMES = (
    "欧阳|上官|司马|司徒|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|东方|独孤|端木|南宫|西门|闻人|钟离|轩辕|万俟|申屠|澹台"
    "|濮阳|淳于|呼延|赫连|闾丘|拓跋|漆雕|太史|公冶|宗政|仲孙|司空"
)
_DOT = "·•‧・．∙"

# Lazy, so that in running text the shortest name counts; a full match is the same either way.
NAME = (
    rf"(?:(?:{COMPOUND_SURNAMES})[{HAN}]{{1,2}}?"
    rf"|[{HAN}]{{1,8}}(?:[{_DOT}][{HAN}]{{1,10}}){{1,3}}?"
    rf"|[{SURNAMES}][{HAN}]{{1,2}}?)"
)
"""A personal name: surname and one or two characters, or parts joined by dots."""

# Every alternative begins with a plain letter: only then does the regular expression engine skip what cannot match, and
# a search takes a tenth of the time.
POST = (
    r"(?:长(?<![增成延生擅特周漫很家]长)|主任|书记|政委|委员|党组成员|教导员|发言人|负责人|负责同志|代表|秘书|专家|教授|讲师|研究员|调研员|巡视员|参赞|大使|公使|特使"
    r"|律师|医师|药师|医生|护士|工程师|经济师|会计师|规划师|设计师|兽医师|畜牧师|农艺师|统计师|院士|主席|总理|主编|编辑|经理|董事|董事长|总裁|司令|司令员|参谋"
    r"|法官|检察官|督察|总监|信息官|专员|常委|助理|顾问|代办|学者|理事|会长|监事|干部|科员|预报员|主播|警官|队员|民警|交警|刑警|特警|辅警|法医|消防员|志愿者|所长|站长|校长|首席|大校|上校|中校|少将|总队长)"
)
"""A word that ends a post: 局长, 副主任, 新闻发言人."""

OUTLET = (
    r"(?:日报|晚报|早报|晨报|时报|商报|都市报|周报|学报|导报|报社|报业|报|电视台|广播电台|电台|广播台|总台|台|通讯社|新闻社|社|卫视|频道|新闻网|网站|网|在线"
    r"|客户端|融媒体中心|融媒中心|融媒体|融媒|传媒|广电|央视|央广|国广|周刊|杂志|新闻|视听|之声|头条|财经|财新|报道|学习强国|文汇|星岛|彭博|路透|TV|CCTV|CGTN|CRI|PTI|NHK|BBC|CNN)"
)
"""A word that ends the name of a medium: 法制日报, 新华社, 融媒体中心."""

ORGANISATION = (
    r"(?:局|厅|委|委员会|部|办|办公室|会|院|署|司|处|科|股|室|公司|集团|大学|学院|学校|医院|政府|中心|支队|大队|总队"
    r"|银行|协会|街道|党组|有关方面|相关部门|有关部门)"
)
"""A word that ends the name of an authority or another organisation."""

_NAME = re.compile(NAME)
_DOTTED_OUTLET = re.compile(rf"[{HAN}]+?{OUTLET}[{_DOT}]|[{HAN}]+[{_DOT}].*{OUTLET}$")
_POST = re.compile(rf".{{2,40}}{POST}")
HONORIFIC = rf"(?:先生|女士|同志|老师|师傅|副?[局厅部处科省市县区镇州校院]长|{POST})"
"""What stands behind the name of somebody who is addressed."""
# The surname alone first: 孔局长 is no 孔局 with the post 长.
_TITLED = re.compile(rf"[{SURNAMES}]{HONORIFIC}|({NAME}){HONORIFIC}")
_POST_THEN_NAME = re.compile(rf"(.{{0,60}}(?:{POST}|{ORGANISATION}))({NAME})")
# What looks like a surname with a given name and is none.
_NO_NAMES = re.compile(
    "方案|方式|方法|方面|方向|任务|成效|成果|成绩|成立|安全|安排|安徽|范围|关键|关于|关注|计划|程序|"
    "高度|高效|常见|常态|金额|项目|应对|应急|路线|路径|车辆|温馨|申报|申请|毕业|水平|简介|简历|白天|"
    "施工|步骤|左右|党员|党委|党建|甘肃|江苏|江西|云南|广西|贵州|国家|国内|国际|国务院|原则|原因|"
    "原标题|文件|文明|文化|包括|成都|武汉|于是|许多|何时|任何|华东|华南|华北|商务|商务部|商家|游客|"
    "师生|权利|权威|容易|沙特|花费|南部|南方|祝贺|华侨|余额|古代|连续|江南|金融|石油|温度|司法|"
    "司法部|卫生|卫健委|管理|管控|管委会|成本|成员|干部|皮肤|师资|幸福|景点|景区|历史|简单|段落|章程|"
    "庞大|焦点|车次|车站|安保|关心|毛利|高考|高校|高铁|高速|高峰|高中|黄河|银行|房屋|房价|管道|易发|"
    "项链|路透社|路透|国防部|安理会|连线|池州|柳州|常州|温州|苏州|徐州|贺州|梅州|钦州|石家庄|沈阳|"
    "宁波|安阳|向好|干预|计算|权重|应用|应聘|何谓|商品|钱款|皮卡|查询|查处|连同|尚未|尚有|江河|花卉|"
    "木材|游览|寿命|寿险"
)


def is_name(text: str) -> bool:
    """Whether a text without spaces has the shape of a personal name: 张志华, 欧阳明月, 买买提·艾力."""
    if _NAME.fullmatch(text) is None or _NO_NAMES.fullmatch(text):
        return False
    # 齐鲁晚报·齐鲁壹点 has the dot of a foreign name.
    return _DOTTED_OUTLET.match(text) is None


def titled_name(text: str) -> str | None:
    """The name in a name with a post or an honorific after it: 李永平同志 → 李永平.

    Empty for a surname alone (孔局长), None for any other text.
    """
    found = _TITLED.fullmatch(text)
    if found is None:
        return None
    return found[1] if found[1] and is_name(found[1]) else ""


def is_post(text: str) -> bool:
    """Whether a text without spaces is a post alone: 国家卫生健康委新闻发言人、宣传司副司长."""
    return _POST.fullmatch(text) is not None


def split_post(text: str) -> tuple[str, str] | None:
    """The post or office and the name of a text that runs them together: 外交部部长王毅 → 外交部部长, 王毅."""
    found = _POST_THEN_NAME.fullmatch(text)
    if found is None or _NO_NAMES.fullmatch(found[2]):
        return None
    return found[1], found[2]
