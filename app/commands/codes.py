"""Lists of administrative codes: taking one in, with a report of what it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands import desk, terminal
from app.domain.code_lists import CodeList, Difference, Place, UnreadableList, read
from app.domain.refusals import Conflict
from app.services import code_lists

WHY = {
    "list-older": "a list of that day or a later one is there already",
    "list-partial": "more than half of the codes would end: this is only a part of a list",
}


def import_codes(
    file: Annotated[Path, typer.Argument(help="A CSV file.", exists=True, dir_okay=False)],
    scheme: Annotated[str, typer.Option(help="Whose codes, e.g. gso.")] = "",
    valid_from: Annotated[str, typer.Option(help="YYYY-MM-DD; by default as the file says.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report.")] = False,
) -> None:
    """Take in a dated list of administrative codes and report what it changes."""
    listed = _read(file, valid_from)
    wanted = scheme or listed.scheme
    if not wanted or listed.valid_from is None:
        terminal.fail("name --scheme and --valid-from: the file does not say them")
    made, day = desk.settings(), listed.valid_from
    if dry_run:
        with desk.database(made) as opened:
            found = opened.read_now(
                lambda session: code_lists.compare(desk.work(session, made), wanted, listed)
            )
    else:
        try:
            found = desk.write(made, lambda work: code_lists.take_in(work, wanted, listed, day))
        except Conflict as refusal:
            terminal.fail(WHY.get(refusal.code, refusal.code))
    typer.echo(report(found))
    terminal.say("nothing was written" if dry_run or found.nothing else f"valid from {day}")


def _read(file: Path, valid_from: str) -> CodeList:
    try:
        text = file.read_text(encoding="utf-8-sig")
        head = f"# valid_from: {valid_from}\n" if valid_from else ""
        lines = text.splitlines(keepends=True)
        kept = [one for one in lines if not (valid_from and one.startswith("# valid_from:"))]
        return read(head + "".join(kept))
    except UnicodeDecodeError:
        terminal.fail(f"{file}: not UTF-8")
    except UnreadableList as error:
        terminal.fail(f"{file}: {error}")


def report(found: Difference) -> str:
    """One line a change, the sums first."""
    lines = [
        f"added {len(found.added)}, renamed {len(found.renamed)}, moved {len(found.moved)}, "
        f"closed {len(found.closed)}, respelled {len(found.respelled)} (kept as before), "
        f"unchanged {found.unchanged}"
    ]
    lines += [f"+ {_told(place)}" for place in found.added]
    lines += [f"~ {_told(old)} -> {new.name} ({new.source})" for old, new in found.renamed]
    lines += [f"> {_told(old)} -> {new.parent_code} ({new.source})" for old, new in found.moved]
    lines += [f"- {_told(place)}" for place in found.closed]
    lines += [f"= {_told(old)}, now {new.name}" for old, new in found.respelled]
    return "\n".join(lines)


def _told(place: Place) -> str:
    parent = f" < {place.parent_code}" if place.parent_code else ""
    return f"{place.code} {place.name} [{place.kind}]{parent}"
