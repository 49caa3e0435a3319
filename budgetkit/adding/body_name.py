"""What the name of a public body says of it: province, city or district, the region, and what it is in charge of.

By the words of administrative division (省、自治区、市、州、盟、区、县、旗): no list of places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTY = re.compile(r"^(?:中国共产党|中共)")
_NAME = r"(?:(?![省市区县旗盟])[\u4e00-\u9fff])"  # a place's own name holds no word of division
_PROVINCE = rf"(?P<province>{_NAME}{{2,6}}?(?:省|自治区|特别行政区))"
_CITY = rf"(?P<city>{_NAME}{{2,8}}?(?:市|自治州|地区|盟|兵团))"
_DISTRICT = rf"(?P<district>{_NAME}{{1,8}}?(?:(?<!开发)(?<!景)(?<!园)(?<!社)(?<!校)(?<!地)(?<!自治)区|县|旗))"
_PLACE = re.compile(rf"^{_PROVINCE}?{_CITY}?{_DISTRICT}?")
_COUNTY_CITY = re.compile(rf"^(?:{_NAME}城|{_NAME}{{2,6}}(?<!城))市")  # 邹城市, but not the 城市 of 城市管理
_SUFFIX = re.compile(
    r"(?:(?:监督管理|管理|工作)?(?:委员会|局|厅|部|署|处)(?:办公厅|办公室)?|办公厅|办公室|委|院|中心|站|所|馆|队|校|社|团|会)"
    r"(?:机关|本级|（[^（）]*）)*$"
)
_OF_PARTY = re.compile(r"^(?:委员会|委)")
_SHORTEST = 2


@dataclass(frozen=True)
class BodyName:
    """A body's level (`city` for a province's own bodies too), its region, and its field; None where the name says
    nothing. `why` says in Chinese which words of the name prove level and region.
    """

    level: str | None
    region: str | None
    field: str | None
    why: str = ""


def read_body_name(name: str) -> BodyName:
    """Read a body's name: 北京市朝阳区应急管理局 is of a district, 朝阳区, in charge of 应急管理."""
    bare = _PARTY.sub("", name)
    place = _PLACE.match(bare)
    if place is None or not place[0]:
        return BodyName(None, None, _field(bare))
    rest = bare[place.end() :]
    if (
        place["city"]
        and not place["district"]
        and (county := _COUNTY_CITY.match(rest))
        and _field(rest[county.end() :])
    ):
        return BodyName(
            "district", county[0], _field(rest[county.end() :]), f"名称中“{place['city']}”之下有“{county[0]}”"
        )
    if place["district"]:
        return BodyName("district", place["district"], _field(rest), f"名称中有“{place['district']}”")
    if place["city"]:
        return BodyName("city", place["city"], _field(rest), f"名称中有“{place['city']}”，没有区、县")
    return BodyName("city", place["province"], _field(rest), f"名称中有“{place['province']}”，省级按上一级（city）登记")


def _field(rest: str) -> str | None:
    """Take what kind of body it is off the end of a name: 应急管理局 is 应急管理, 商务委员会 is 商务."""
    rest = _OF_PARTY.sub("", rest) or rest
    for pattern in (_SUFFIX, re.compile(r"(?:委员会|局|厅|部|委|办公室|办公厅)$")):
        shorter = pattern.sub("", rest)
        if _SHORTEST <= len(shorter) < len(rest):
            return _keep_management(rest, shorter)
    return rest if len(rest) >= _SHORTEST else None


def _keep_management(rest: str, shorter: str) -> str:
    """Keep 管理 and 工作 where two characters before them would not say what is managed: 应急管理, 社会工作."""
    found = re.match(r"(?:监督管理|管理|工作)", rest[len(shorter) :])
    return shorter + found[0] if found and len(shorter) <= _SHORTEST else shorter
