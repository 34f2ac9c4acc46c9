"""The media types of the files that are handed out (IANA's registry)."""

from __future__ import annotations

from typing import Final

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
JSON: Final = "application/json"
SAV: Final = "application/x-spss-sav"
