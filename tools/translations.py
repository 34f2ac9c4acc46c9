"""The English catalogue: `python -m tools.translations` extracts, merges and compiles it.

Vietnamese sentences are the msgids. With `--check` nothing is written; the exit status tells
whether a sentence is missing, fuzzy or no longer used, or the compiled file is not the written one.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "app/i18n/locales/en/LC_MESSAGES"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
HEADER = "# The English of Sen. The Vietnamese sentences of code and templates are the msgids."
#: Lines of the head that say nothing here, or another thing at every run.
UNSAID = (
    b'"Project-Id-Version',
    b'"Report-Msgid-Bugs-To',
    b'"Language-Team',
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Generated-By',
    b'"Last-Translator',
)
EPOCH = datetime(2026, 11, 23, tzinfo=UTC)
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}


def extracted() -> Catalog:
    """Every sentence of code and templates."""
    catalogue = Catalog(locale="en", project="Sen", charset="utf-8")
    found = extract_from_dir(
        ROOT / "app",
        METHODS,
        OPTIONS,
        keywords={"_": None, "gettext": None, "ngettext": (1, 2), "words": (1, 2)},
        directory_filter=lambda _directory: True,
    )
    for name, _line, message, _comments, context in found:
        catalogue.add(message, locations=[(name, 1)], context=context)
    return catalogue


def merged() -> Catalog:
    """The written catalogue with what is new, without what is gone."""
    catalogue = written() if (CATALOGUE / "sen.po").exists() else Catalog(locale="en")
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment, catalogue.fuzzy = HEADER, False
    return catalogue


def written() -> Catalog:
    """The catalogue as it is committed."""
    return read_po(io.BytesIO((CATALOGUE / "sen.po").read_bytes()), locale="en")


def po_bytes(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=False, no_location=True, width=100)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNSAID))


def mo_bytes(catalogue: Catalog) -> bytes:
    """The compiled catalogue; its head would say the minute of compiling."""
    catalogue.creation_date = EPOCH
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalogue
        if message.id and (not all(_strings(message.string)) or message.fuzzy)
    ]


def _strings(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, list | tuple) else (string or "",)


def problems() -> list[str]:
    """What keeps the committed catalogue from being the right one."""
    catalogue = merged()
    found = [f"not translated: {sentence}" for sentence in missing(catalogue)]
    if (CATALOGUE / "sen.po").read_bytes() != po_bytes(catalogue):
        found.append("sen.po is not what the sources say: run python -m tools.translations")
    if (CATALOGUE / "sen.mo").read_bytes() != mo_bytes(written()):
        found.append("sen.mo is not compiled from sen.po")
    return found


def main() -> int:
    if "--check" in sys.argv:
        found = problems()
        print("\n".join(found) or "the catalogue is complete", file=sys.stderr)
        return bool(found)
    catalogue = merged()
    CATALOGUE.mkdir(parents=True, exist_ok=True)
    (CATALOGUE / "sen.po").write_bytes(po_bytes(catalogue))
    (CATALOGUE / "sen.mo").write_bytes(mo_bytes(written()))
    print(
        f"{len(missing(catalogue))} of {len(catalogue)} sentences have no English", file=sys.stderr
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
