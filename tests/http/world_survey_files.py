"""Of the matrix' bodies: an XLSForm that comes in."""

from __future__ import annotations

import base64
import io
from typing import Any

import xlsxwriter


def bodies() -> dict[tuple[str, str], dict[str, Any]]:
    file = {"name": "phieu.xlsx", "content": base64.b64encode(_workbook()).decode()}
    return {("POST", "/communities/{slug}/surveys/xlsform"): {"file": file}}


def _workbook() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("survey")
    sheet.write_row(0, 0, ["type", "name", "label"])
    sheet.write_row(1, 0, ["text", "wish", "Chị mong gì?"])
    book.close()
    return target.getvalue()
