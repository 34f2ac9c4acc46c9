"""One story on real devices: invited, asked, answered, approved, told, signed in, seen why."""

from __future__ import annotations

import pytest

from tests.browser import steps
from tests.browser.conftest import (
    DESK,
    FACEBOOK_IOS,
    ZALO_ANDROID,
    Device,
    Devices,
    Place,
)
from tests.browser.steps import Woman
from tools.pictures.deeds import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: (hers, the board's): every size, script and in-app browser meets every step once.
DEVICES = {
    "zalo-on-a-phone": (Device(agent=ZALO_ANDROID), Device(DESK)),
    "facebook-without-scripts": (Device(agent=FACEBOOK_IOS, scripts=False), Device(scripts=False)),
    "at-a-desk": (Device(DESK), Device()),
}


@pytest.mark.parametrize("devices_used", DEVICES, ids=str)
def test_she_is_invited_asked_approved_told_and_the_adviser_sees_why(
    devices: Devices, place: Place, devices_used: str
) -> None:
    hers, boards = DEVICES[devices_used]
    woman = Woman(phone=f"09110009{list(DEVICES).index(devices_used):02d}")
    moderator, applicant = devices.page(boards), devices.page(hers)

    steps.sign_in_as(moderator, "moderator", f"{steps.HERE}/today")
    link = steps.invite(moderator, f"Nhóm Zalo, {devices_used}")
    steps.read_invitation(applicant, link)
    steps.apply(applicant, woman)

    steps.see_today(moderator)
    steps.ask(moderator, woman)
    # Days later, another browser: the code and her phone are all she has.
    steps.answer(devices.page(hers), woman)

    steps.open_card(moderator, woman)
    steps.approve(moderator, woman)
    steps.take_back(moderator)
    steps.approve(moderator, woman)
    steps.pass_on(moderator, woman)

    member = devices.page(hers)
    steps.set_password(member, woman)
    steps.come_in(member, woman)
    steps.see_own_data(member, woman)

    adviser = devices.page(boards)
    steps.sign_in_as(adviser, "adviser", f"{steps.HERE}/today")
    steps.see_why(adviser, woman)
    # By now the approval can no longer be taken back.
    steps.read_letters(member)

    cookies = [
        str(cookie.get("value"))
        for context in devices.opened
        for cookie in context.cookies()
        if cookie.get("name", "").startswith("sen")
    ]
    typed = (woman.phone, woman.full_name, woman.code, woman.password, PASSWORD, *cookies)
    log = place.log.read_text(encoding="utf-8")
    assert "/applications/{code}" in log
    assert [word for word in typed if word in log] == []
