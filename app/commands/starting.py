"""`sen start`: the first run of a real branch, without demonstration data."""

from __future__ import annotations

from typing import Annotated

import typer

from app import migrations
from app.commands import desk, terminal
from app.domain.refusals import Refusal
from app.services import commanding


def start(
    unit: Annotated[str, typer.Option(prompt="Tên đơn vị chủ trì")],
    community: Annotated[str, typer.Option(prompt="Tên nhóm")],
    slug: Annotated[str, typer.Option(prompt="Địa chỉ ngắn, ví dụ phu-nu-xa-nha")],
    chair: Annotated[str, typer.Option(prompt="Họ tên Trưởng Ban Quản trị")],
    phone: Annotated[str, typer.Option(prompt="Số điện thoại của Trưởng Ban")],
    kind: Annotated[
        str, typer.Option(help="central, province, commune, direct_unit …")
    ] = "commune",
) -> None:
    """Unit, community, chair and regulations from the templates; prints the chair's link."""
    made = desk.settings()
    migrations.migrate(made)
    try:
        link = desk.write(
            made,
            lambda work: commanding.start(
                work, unit=unit, kind=kind, name=community, slug=slug, chair=chair, phone=phone
            ),
        )
    except Refusal as refusal:
        terminal.refuse(refusal)
    terminal.say("Trưởng Ban mở liên kết này trong 24 giờ để đặt mật khẩu (dùng được một lần):")
    typer.echo(link)
