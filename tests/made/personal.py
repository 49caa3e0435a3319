"""Invents texts that name persons, and texts that look alike and name none.

Numbers lie where no network, registry or bank gives any out: mobile numbers with 0000 behind the network, land lines
that begin with 555, births before 1910, cards of noughts, mail at the domains for examples (RFC 2606). In a text that
names persons, what must be masked stands between ⟦ and ⟧.
"""

from __future__ import annotations

from random import Random

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "慕容", "令狐", "司徒", "尉迟")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志梅鑫波斌浩宇轩子涵欣怡梓晨雨桐一诺思远佳"
    "琪俊峰晓东海燕春生永康立新振兴学文宏亮淑珍凤岐"
)
_MINORITY = ("阿卜杜拉·买买提", "古丽娜尔·艾合买提", "迪丽热巴·吐尔逊", "扎西·次仁", "阿合买提江·肉孜", "卓玛·央金")
_ROLES = (
    "负责人",
    "项目负责人",
    "联系人",
    "联络员",
    "填报人",
    "填表人",
    "经办人",
    "申报人",
    "审核人",
    "责任人",
    "分管领导",
    "单位负责人",
    "财务负责人",
    "法定代表人",
    "制表人",
    "复核人",
    "承办人",
    "报送人",
)
_TITLES = ("局长", "处长", "科长", "主任", "副主任", "同志", "先生", "女士", "副局长", "教授", "书记")
_PHONE_WORDS = ("电话", "联系电话", "办公电话", "联系方式", "座机", "电话号码", "手机", "手机号码", "传真")
_BODIES = ("某市应急管理局", "综合协调处", "办公室", "财务科", "各区人民政府", "项目组", "信息中心", "某街道办事处")
_DUTIES = ("培训", "会议", "制度", "名单更新", "考核", "职责", "变更", "满意度", "履职", "应当签字确认", "须按时报送")
_POSTS = ("第一责任人", "单位法定代表人", "高级工程师", "本单位职工", "各处室主要领导", "党员")
_GROUPS = ("应急局", "各区", "社区", "某街道", "党支部", "居委会", "全体", "离退休老")
_OFFICE = ("办公会", "会议", "信箱", "接待日", "带班", "述职", "包联", "负责制")
_THINGS = ("森林防火", "应急演练", "河道清淤", "古树名木养护", "数据平台运维", "危房改造", "校园安全", "消防培训")


def name(random: Random) -> str:
    """Invent a name: mostly two or three characters, sometimes with a compound surname or of a minority."""
    draw = random.random()
    if draw < 0.06:
        return random.choice(_MINORITY)
    surname = random.choice(_COMPOUND) if draw < 0.14 else random.choice(_SURNAMES)
    return surname + "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2))))


def mobile(random: Random) -> str:
    """Invent a mobile number in one of the ways in which they are written."""
    head, tail = f"1{random.choice('3456789')}{random.randint(0, 9)}", f"{random.randint(0, 9999):04}"
    gap = random.choice(("", "", " ", "-", " "))
    number = gap.join((head, "0000", tail))
    number = random.choice(("", "", "", "+86 ", "+86", "0086-", "86-")) + number
    return _widen(number) if random.random() < 0.15 else number


def land_line(random: Random) -> str:
    """Invent a land line with area code, in one of the ways in which they are written."""
    area = random.choice(("010", "021", "0755", "0311", "0991", "0571"))
    local = f"555{random.randint(0, 9)}{random.choice(('', '', ' '))}{random.randint(0, 9999):04}"
    area = random.choice(
        (f"{area}-", f"{area} ", f"({area})", f"（{area}）", area, f"{area}—", f"+86-{area.lstrip('0')}-")
    )
    extension = random.choice(("", "", "", "转801", "-8012", " 转 12", "（分机801）", "/802"))
    number = area + local + extension
    return _widen(number) if random.random() < 0.1 else number


def identity(random: Random) -> str:
    """Invent an identity number of somebody born before 1910, its check digit right."""
    birth = f"190{random.randint(0, 9)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    body = f"{random.choice(('110105', '310104', '440301', '650102'))}{birth}{random.randint(0, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    check = "10X98765432"[total % 11]
    number = body + random.choice((check, check.lower()))
    return random.choice((number, number, f"{number[:6]} {number[6:14]} {number[14:]}", _widen(number)))


def mail(random: Random) -> str:
    """Invent a mail address at a domain for examples."""
    user = random.choice(("zhang.wei", "lina_01", "wangfang", "yj-office", "zhao2024"))
    return user + random.choice(("@", "@", "＠")) + random.choice(("example.com", "mail.example.cn", "example.org.cn"))


def account(random: Random) -> str:
    """Invent an account number."""
    number = f"6222{random.randint(0, 99):08}{random.randint(0, 9999):04}{random.choice(('', '123'))}"
    return random.choice((number, " ".join(number[at : at + 4] for at in range(0, len(number), 4))))


def positive(random: Random) -> str:
    """Invent a text that names a person or a way to reach one."""
    return random.choice(_POSITIVE)(random)


def negative(random: Random) -> str:
    """Invent a text that looks like one that names persons, and names none."""
    return random.choice(_NEGATIVE)(random)


def _mark(text: str) -> str:
    return f"⟦{text}⟧"


def _widen(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def _spaced_name(random: Random) -> str:
    short = random.choice(_SURNAMES) + random.choice(_GIVEN)
    return random.choice((" ", "　")).join(short)


def _keyed_name(random: Random) -> str:
    return f"{random.choice(_ROLES)}{random.choice(('：', ':', ' ： ', '：　'))}{_mark(name(random))}"


def _spaced_words(random: Random) -> str:
    return f"联 系 人：{_mark(_spaced_name(random))}　　电　话：{_mark(land_line(random))}"


def _names(random: Random) -> str:
    gap = random.choice(("、", "/", "，", "；", " "))
    return f"{random.choice(_ROLES)}：" + gap.join(_mark(name(random)) for _ in range(random.randint(2, 4)))


def _with_title(random: Random) -> str:
    person = _mark(name(random))
    title = random.choice(_TITLES)
    return random.choice(
        (
            f"{random.choice(_ROLES)}：{person}{title}",
            f"{random.choice(_ROLES)}：{person}（{title}）",
            f"由{person}{title}负责日常工作。",
            f"{random.choice(_ROLES)}为{person}{title}。",
            f"{person}{title}、{_mark(name(random))}{title}参加。",
        )
    )


def _sentence(random: Random) -> str:
    person, thing = _mark(name(random)), random.choice(_THINGS)
    return random.choice(
        (
            f"{thing}项目的负责人为{person}，按季度报告进度。",
            f"本项目{random.choice(_ROLES)}是{person}。",
            f"{thing}，联系人{person}，联系电话{_mark(mobile(random))}。",
            f"如有疑问，请与{person}先生联系，电话：{_mark(land_line(random))}。",
            f"{thing}由{person}牵头，{_mark(name(random))}同志配合。",
            f"咨询{thing}请拨打{_mark(mobile(random))}或{_mark(land_line(random))}。",
            f"{person}（{_mark(mobile(random))}）负责{thing}。",
            f"请联系{person}{_mark(mobile(random))}",
        )
    )


def _phone(random: Random) -> str:
    number = _mark(random.choice((mobile, land_line))(random))
    return f"{random.choice(_PHONE_WORDS)}{random.choice(('：', ':', ' ', '', '为', '： '))}{number}"


def _local_phone(random: Random) -> str:
    number = f"555{random.randint(10000, 99999)}"
    return f"{random.choice(_PHONE_WORDS)}{random.choice(('：', ':', ' ： '))}{_mark(number)}"


def _doubled_digit(random: Random) -> str:
    number = f"13800001{random.randint(1000, 9999)}"
    return f"{random.choice(_ROLES)}：{_mark(name(random))}　电话：{_mark(number)}"


def _cells(random: Random) -> str:
    role, word = random.choice(_ROLES), random.choice(_PHONE_WORDS)
    return f"{role}\t{_mark(name(random))}\t{word}\t{_mark(random.choice((mobile, land_line))(random))}"


def _list_row(random: Random, gap: str = "\t") -> str:
    amount = f"{random.randint(1, 900)}.{random.randint(0, 999999):06}"
    contact = (
        _mark(name(random)),
        _mark(f"{random.choice(('1380000', '010-555', '13800001', '555'))}{random.randint(10000, 99999)}"),
    )
    project = f"11010524T{random.randint(0, 999):012}-{random.choice(_THINGS)}"
    return gap.join((project, "31-部门项目", *contact, amount, amount))


def _joined_row(random: Random) -> str:
    return _list_row(random, " ")


def _other(random: Random) -> str:
    return random.choice(
        (
            lambda: f"身份证号{random.choice(('：', ' ', '为', ''))}{_mark(identity(random))}",
            lambda: (
                f"{random.choice(('姓名', '户主', '收款人'))}：{_mark(name(random))} 身份证：{_mark(identity(random))}"
            ),
            lambda: f"发放对象 {_mark(identity(random))}",
            lambda: f"{random.choice(('邮箱', '电子邮箱', 'E-mail', '电子邮件', '联系邮箱'))}：{_mark(mail(random))}",
            lambda: f"材料请发送至{_mark(mail(random))}。",
            lambda: f"{random.choice(('银行账号', '账号', '卡号', '收款账号', '银行卡号'))}：{_mark(account(random))}",
            lambda: f"微信号：{_mark('wx_' + random.choice(('zhangwei', 'lina')) + str(random.randint(10, 999)))}",
            lambda: f"{random.choice(('QQ', 'QQ号'))}：{_mark(str(random.randint(100000, 99999999)))}",
            lambda: f"{random.choice(('家庭住址', '住址', '户籍地'))}：{_mark(f'某市某路{random.randint(1, 99)}号院')}",
        )
    )()


def _amount_row(random: Random) -> str:
    value = f"{random.randint(1, 99_999_999):,}.{random.randint(0, 999999):06}"
    return f"{random.randint(2010000, 2299999)}-{random.choice(_THINGS)}\t{value}\t{value}\t"


def _purchase(random: Random) -> str:
    thing = random.choice(
        ("电话", "手机", "传真机", "电话费", "电话线路", "电子邮箱", "身份证读卡器", "卫星电话", "邮箱")
    )
    return random.choice(
        (
            f"{thing}\t{random.choice('部台项')}\t{random.randint(1, 99)}\t{random.random() * 99:.6f}",
            f"{thing} {random.randint(2, 99)} {random.choice('部台项')}",
        )
    )


def _indicator(random: Random) -> str:
    thing = random.choice(
        ("电话回访数量", "联系人走访次数", "负责人培训人数", "地址采集数", "身份证核验次数", "微信发布量", "发放金额")
    )
    value = random.choice((random.randint(1, 9999), random.randint(2, 9) * 10**7 + random.randint(0, 10**7 - 1)))
    unit = random.choice(("次", "人", "万条", "件", "元"))
    return f"产出指标\t数量指标\t{thing}\t{random.choice('≥=≤')}\t{value}\t{unit}"


def _project(random: Random) -> str:
    place = random.choice(("110105", "110000"))
    project = f"{place}{random.randint(20, 26)}{random.choice('TY')}{random.randint(0, 10**9):012}"
    return random.choice(
        (
            project,
            f"{project}-{random.choice(_THINGS)}",
            f"{project[:17]} {project[17:]}-{random.choice(_THINGS)}\t31-部门项目\t9.100000\t9.100000",
        )
    )


def _document_number(random: Random) -> str:
    number = random.randint(1, 300)
    return random.choice(
        (
            f"京财预〔20{random.randint(10, 26)}〕{number}号",
            f"国发[2021]{number}号",
            f"合同编号：HT-2024-{number:06}",
            f"采购编号：1101052421020{number:07}-XM001",
            f"邮编：1000{number % 100:02}",
            f"第{number}页 共300页",
        )
    )


def _date(random: Random) -> str:
    year, month, day = random.randint(1950, 2026), random.randint(1, 12), random.randint(1, 28)
    return random.choice(
        (
            f"{year}年{month}月{day}日",
            f"{year}-{month:02}-{day:02}",
            f"{year}{month:02}{day:02}前完成",
            f"{year}-{year + 4}年",
            f"{year}.{month:02}.{day:02}",
            f"{year}—{year + 2}",
        )
    )


def _duty(random: Random) -> str:
    role, thing = random.choice(_ROLES), random.choice(_THINGS)
    return random.choice(
        (
            f"{role}{random.choice(_DUTIES)}",
            f"{role}为{random.choice(_POSTS)}",
            f"{role}：{random.choice(_BODIES)}",
            f"{role}、安全管理人员参加{thing}",
            f"{role}负责{thing}的组织实施",
            f"对{role}进行{thing}考核",
            f"由{random.choice(_BODIES)}负责{thing}",
            f"{role}：",
            f"{role}（签字）：",
        )
    )


def _title_words(random: Random) -> str:
    return random.choice(
        (
            f"{random.choice(_GROUPS)}{random.choice(_TITLES)}",
            f"{random.choice(('局长', '主任', '书记', '处长'))}{random.choice(_OFFICE)}",
            "以习近平同志为核心的党中央",
            f"{random.choice(('高级工程师', '主任医师', '副主任科员', '高级会计师'))} {random.randint(1, 30)} 名",
        )
    )


def _hotline(random: Random) -> str:
    number = random.choice(("12345", "12350", "110", "119", "120", "12119", "400-810-0000", "96310", "12315"))
    word = random.choice(("热线", "服务热线", "咨询电话", "举报电话", "拨打电话", "报警电话"))
    return f"{word}{random.choice(('', '：', ' '))}{number}{random.choice(('', '热线办理', '平台'))}"


def _plain_numbers(random: Random) -> str:
    return (
        " ".join(f"{random.randint(1, 900)}.{random.randint(0, 99):02}" for _ in range(random.randint(3, 6)))
        + f" {random.randint(1, 20)} {random.randint(1, 100)}.00%"
    )


_POSITIVE = (
    _keyed_name,
    _spaced_words,
    _names,
    _with_title,
    _sentence,
    _phone,
    _local_phone,
    _doubled_digit,
    _cells,
    _list_row,
    _joined_row,
    _other,
    _other,
    _phone,
    _sentence,
)
_NEGATIVE = (
    _amount_row,
    _purchase,
    _indicator,
    _project,
    _document_number,
    _date,
    _duty,
    _duty,
    _title_words,
    _hotline,
    _plain_numbers,
)
