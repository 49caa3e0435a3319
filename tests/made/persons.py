"""Invents texts with persons behind any noun or label, and near misses; other words and names than `made.personal`.

The words were written after the rules, to measure them, and not to be tuned to. Numbers are of forms that nobody has.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛"
)
_WORDS = {
    key: entry.split()
    for key, entry in tomllib.loads(
        (Path(__file__).parent.parent / "fixtures" / "personal" / "persons.toml").read_text("utf-8")
    ).items()
}
_TAILS = ("，共计3000元", "。", "（一等）", "等2人", "的材料费", "所获奖金", "；", " 2000.00元", "家属", "", "生活补助")


def person(random: Random) -> str:
    """Invent a text with a person, in one line or several (⏎)."""
    return random.choice(
        (_behind_noun, _behind_noun, _behind_noun, _behind_label, _called, _reached, _broken, _in_table)
    )(random)


def nobody(random: Random) -> str:
    """Invent a text that looks like one with a person, and has none."""
    return random.choice((_matter, _matter, _matter, _lookalike, _other_table, _other_answer))(random)


def stated(random: Random) -> str:
    """Invent a phrase that names persons where others name bodies."""
    one, other = _any_name(random), _any_name(random)
    grant = random.choice(("家庭补助3000元", "困难补助", "本人"))
    return random.choice(
        (
            f"评审组由⟦{one}⟧、⟦{other}⟧组成",
            f"调查组由⟦{one}⟧、⟦{other}⟧等{random.randint(3, 9)}人组成",
            f"由⟦{one}⟧和⟦{other}⟧共同完成",
            f"{random.choice(('调整', '该事项', '本次采购'))}经⟦{one}⟧{random.choice(('同意', '批准后实施', '审定'))}",
            f"{random.choice(('报', '报请', '报经'))}⟦{one}⟧、⟦{other}⟧{random.choice(('审批', '审核', '签字'))}",
            f"{random.choice(('给予', '救助', '资助', '慰问'))}⟦{one}⟧{grant}",
        )
    )


def stated_body(random: Random) -> str:
    """Invent the same phrases with bodies, kinds of people and things."""
    one, other = (random.choice(_WORDS["bodies"]) for _ in range(2))
    return random.choice(
        (
            f"工作组由{one}、{other}组成",
            f"由{one}和{other}共同完成",
            f"{random.choice(('调整', '该事项', '本次采购'))}经{one}{random.choice(('同意', '批准后实施', '审定'))}",
            f"{random.choice(('报', '报请', '报经'))}{one}、{other}{random.choice(('审批', '审核', '签字'))}",
            f"{random.choice(('给予', '救助', '资助', '慰问'))}{random.choice(_WORDS['helped'])}"
            f"{random.choice(('家庭补助3000元', '困难补助', '家庭'))}",
        )
    )


def phrased(random: Random) -> str:
    """Invent a phrase that names persons behind a post or a body, and ways to reach them in forms seldom met."""
    one, other, third = (_any_name(random) for _ in range(3))
    full = random.choice(_SURNAMES) + random.choice([given for given in _WORDS["given"] if len(given) == 2])
    post = random.choice(("局长", "分管副市长", "党组书记", "副主任", "董事长", "院长"))
    office = random.choice(("财务科", "办公室", "综合处", "规划院", "救助站", "投资公司"))
    number, room = random.randint(1000, 9999), f"{random.randint(2, 20)}号楼{random.randint(1, 5)}单元"
    return random.choice(
        (
            f"由⟦{one}⟧（组长）、⟦{other}⟧（副组长）组成{random.choice(('评审组', '专班'))}",
            f"{random.choice(('经', '报', '已报'))}{post}⟦{full}⟧{random.choice(('批准', '同意后实施', '审定'))}",
            f"{random.choice(('报', '经'))}⟦{full}⟧{post.removeprefix('分管')}{random.choice(('审定', '批示'))}",
            f"受⟦{one}⟧{random.choice(('委托', '指派', '邀请'))}",
            f"以⟦{full}⟧为{random.choice(('组长', '负责人', '总指挥'))}的工作专班",
            f"⟦{full}⟧、⟦{one}⟧{random.choice(('参加', '出席', '到会'))}",
            f"{random.choice(('请与', '可联系', '由'))}{office}⟦{full}⟧{random.choice(('联系', '对接'))}",
            f"由{office}⟦{full}⟧、⟦{one}⟧负责{random.choice(('核算', '验收', '督办'))}",
            f"{random.choice(('联系人', '经办人'))}{random.choice(('是', '为', '：'))}{office}⟦{full}⟧",
            f"{random.choice(('成员', '专家'))}{random.choice(('包括', '有'))}⟦{one}⟧、⟦{other}⟧、⟦{third}⟧",
            f"{random.choice(('【负责人】', '[联系人]', '〔填表人〕'))}⟦{full}⟧",
            f"死者⟦{full}⟧之{random.choice('妻父母子女')}⟦{full}⟧",
            f"⟦{full}⟧ {random.choice('男女')} 1980年出生",
            f"{random.choice(('VX：', 'wx:', '加微', 'V信号：'))}⟦li_hai{number}⟧",
            f"{random.choice(('手机尾号', '身份证后四位', '卡号末四位为'))}⟦{number}⟧",
            f"{random.choice(('来往内地通行证：', '台胞证号：'))}⟦H{number}{number}⟧",
            f"{random.choice(('工资卡：', '储蓄卡号：'))}⟦6222 0000 {number} {number} 123⟧",
            f"收件人：⟦{full}⟧，地址：⟦某市某街{room}{random.randint(101, 999)}室⟧",
            f"住⟦某市某街{room}{random.randint(101, 999)}室⟧",
        )
    )


def phrased_body(random: Random) -> str:
    """Invent the same phrases with bodies, posts, numbers of cards and places."""
    one, other = (random.choice(_WORDS["bodies"]) for _ in range(2))
    post = random.choice(("局长", "分管副市长", "党组", "主任", "院长"))
    office = random.choice(("财务科", "办公室", "综合处", "救助站"))
    number = random.randint(1000, 9999)
    return random.choice(
        (
            f"由{one}（组长单位）、{other}（成员单位）组成专班",
            f"{random.choice(('经', '报'))}{post}{random.choice(('办公会同意', '专题会审定', '批准后实施'))}",
            f"受{one}{random.choice(('委托', '邀请'))}",
            f"以{one}为{random.choice(('组长单位', '主体', '龙头'))}",
            f"{one}、{other}{random.choice(('参加', '出席', '负责'))}",
            f"{random.choice(('请与', '可联系', '由'))}{one}{random.choice(('联系', '对接', '办理'))}",
            f"联系人为{random.choice(('财务科', '办公室', '综合处', '各单位'))}人员",
            f"成员包括{one}、{other}",
            f"{random.choice(('【负责人】', '[联系人]'))}{random.choice(('综合处', '办公室', '待定'))}",
            f"职工 {random.choice('男女')} {number} 人",
            f"VX{number}型设备",
            f"增加微型消防站 {number} 个",
            f"通行证 {number} 张",
            f"储蓄卡办理 {number} 张",
            f"{office}地址：某市某街{random.randint(2, 20)}号",
            f"{random.choice(('住宿', '住建', '住院', '保障性住房'))}{number}.00 元",
            f"入住{random.choice(('养老院', '公租房'))} {random.randint(2, 20)} 单元",
            f"车辆尾号限行 {number} 次",
        )
    )


def _any_name(random: Random) -> str:
    """Invent a name, now and then with two surnames' characters or with what stands in place of a given name."""
    if random.random() < 0.2:
        return random.choice(_SURNAMES) + random.choice(("某", "某某", "某甲"))
    return random.choice(("欧阳", "上官", "诸葛", *_SURNAMES)) + random.choice(_WORDS["given"])


def _name(random: Random) -> str:
    return random.choice(_SURNAMES) + random.choice(_WORDS["given"])


def _behind_noun(random: Random) -> str:
    before = random.choice(("", "", "慰问", "本年度", "其中", "为", "1.", "发放对象为"))
    link, close = random.choice((("", ""), ("", ""), ("：", ""), (" ", ""), ("为", ""), ("（", "）")))
    return f"{before}{random.choice(_WORDS['nouns'])}{link}⟦{_name(random)}⟧{close}{random.choice(_TAILS)}"


def _behind_label(random: Random) -> str:
    more = random.choice(("", f"　美编：⟦{_name(random)}⟧", f"、⟦{_name(random)}⟧"))
    return f"{random.choice(_WORDS['labels'])}{random.choice('：:')}⟦{_name(random)}⟧{more}"


def _called(random: Random) -> str:
    verb = random.choice(("找", "请找", "联系", "咨询", "有事找", "请咨询办公室", "资料交"))
    tail = random.choice(("", "办理", "。", "，周一至周五", "咨询", "处领取", " ⟦55501234⟧"))
    return f"{verb}⟦{random.choice('孙赵钱李周吴郑王冯陈')}⟧{random.choice(_WORDS['callings'])}{tail}"


def _reached(random: Random) -> str:
    user = random.choice(("hu.lin", "wang_fang98", "liuy2020", "zhou-min"))
    host = random.choice(("example.com", "example.cn", "mail.example.org"))
    number, place = random.randint(10000, 99999), random.choice("京津冀晋蒙辽沪粤苏浙鲁川")
    return random.choice(
        (
            f"投稿：⟦{user}#{host}⟧",
            f"材料发⟦{user}＃{host}⟧",
            f"Email ⟦{user} at {host}⟧",
            f"⟦{user}[at]{host.replace('.', '[dot]')}⟧",
            f"小红书号：⟦{user.replace('.', '_')}⟧",
            f"短号：⟦6{number}⟧",
            f"工号：⟦{number}⟧",
            f"车牌⟦{place}A·B{number % 10000:04}⟧",
            f"（⟦{place}{random.choice('ABCEH')}{number}⟧）",
            f"维修车辆⟦{place}BD{number}⟧",
        )
    )


def _broken(random: Random) -> str:
    surname, given = random.choice(_SURNAMES), random.choice(_WORDS["given"])
    number = random.randint(1000, 9999)
    return random.choice(
        (
            f"{random.choice(('负责人', '联系人', '填表人'))}：⟦{surname}⟧⏎⟦{given}⟧",
            f"本项目负责人为⟦{surname}⟧⏎⟦{given}⟧，任期三年",
            f"甲项目⇥31-部门项目⇥⟦{surname}⟧⇥⟦5550{number}⟧⇥3.00⏎⇥⇥⟦{given}⟧",
            f"联系电话：⟦010-5550⟧⏎⟦{number}⟧",
        )
    )


def _in_table(random: Random) -> str:
    head, first, second = random.choice(_WORDS["headers"]), _name(random), _name(random)
    return random.choice(
        (
            f"序号⇥{head}⇥金额⏎1⇥⟦{first}⟧⇥2.00⏎2⇥⟦{second}⟧⇥3.00",
            f"{head}⇥⟦{first}⟧⇥金额⇥300.00",
            f'<table><tr><th colspan="2">项目</th><th>{head}</th></tr>'
            f"<tr><td>1</td><td>甲</td><td>⟦{first}⟧</td></tr></table>",
            f"<table><tr><td>项目</td><td colspan='2'>联系人及电话</td><td>金额</td></tr>"
            f"<tr><td>甲</td><td>⟦{first}⟧</td><td>⟦{random.randint(10000, 99999)}⟧</td><td>1.00</td></tr></table>",
        )
    )


def _matter(random: Random) -> str:
    before, link = random.choice(("", "本年度", "开展", "用于")), random.choice(("", "", "：", "，", " "))
    noun, matter = random.choice(_WORDS["nouns"]), random.choice(_WORDS["matters"])
    return f"{before}{noun}{link}{matter}{random.choice(('', '。', ' 12 次', '⇥12.00'))}"


def _lookalike(random: Random) -> str:
    return random.choice(_WORDS["lookalikes"])


def _other_table(random: Random) -> str:
    cell = random.choice(("高中组", "金奖", "安全员", "江南片", "文体类", "石材", "单亲", "高龄", "12", "甲类"))
    return f"序号⇥{random.choice(_WORDS['headers'])}⇥金额⏎1⇥{cell}⇥3.00"


def _other_answer(random: Random) -> str:
    cell = random.choice(("高级工程师", "安全科", "单位名称", "方案编制", "江苏分公司", "12.00", "第 3 页", "项目概况"))
    return f"{random.choice(('负责人', '审核人', '责任单位', '承办科室'))}：⏎{cell}"
