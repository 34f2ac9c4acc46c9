"""Proofs and sealed tokens travel in a backup, to the other database too, byte for byte."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from app import clock
from app.db import Database
from app.models.takedowns import TakedownProof, TakedownRequest
from app.schemas.takedowns import TakedownClosing, TakedownCreate, TakedownStepCreate
from app.services import takedowns, taking_down
from app.settings import Settings
from tests.factories import HOME
from tests.server import sen
from tests.services.conftest import desk
from tests.services.desk import Desk
from tests.test_backup import OTHER, Blank, blank, kept

__all__ = ["blank", "desk"]
CONTENT = bytes(range(256)) * 300


@pytest.mark.slow
def test_a_register_goes_over_to_the_other_database(
    settings: Settings, desk: Desk, blank: Blank, tmp_path: Path
) -> None:
    earlier = _receive(desk)
    desk.run("chair", taking_down.withdraw, earlier, TakedownClosing(words="Đã rút."))
    one = _receive(desk, previous=earlier)
    file = {"name": "ảnh.png", "content": base64.b64encode(CONTENT).decode()}
    step = TakedownStepCreate.model_validate({"kind": "before", "file": file})
    digest = hashlib.sha256(CONTENT).hexdigest()
    desk.run("chair", taking_down.step, one, step, digest)
    place = blank(OTHER)
    restored = sen(place, "restore", str(kept(settings, tmp_path / "one.zip")))
    assert restored.returncode == 0, restored.stderr
    database = Database(place)
    proof = database.read_now(lambda s: s.execute(select(TakedownProof)).scalar_one())
    assert (bytes(proof.content), proof.digest) == (CONTENT, digest)
    pointing = select(col(TakedownRequest.previous_id)).where(col(TakedownRequest.id) == one)
    assert database.read_now(lambda s: s.execute(pointing).scalar_one()) == earlier
    database.close()


def _receive(desk: Desk, **more: object) -> str:
    values = {
        "kind": "complaint",
        "asked_by": "Lan",
        "received_at": clock.now() - timedelta(hours=1),
        "address": "https://facebook.com/1",
        **more,
    }
    return desk.run("chair", takedowns.receive, HOME, TakedownCreate.model_validate(values)).id
