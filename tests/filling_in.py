"""A form of a page, filled in and sent as a browser without scripts does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

Pairs = list[tuple[str, str]]


@dataclass
class Control:
    """One name and value that the page can send. `kind`: of an input, else the tag."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = False
    options: list[str] = field(default_factory=list)


class PageForm(HTMLParser):
    """The controls of the form that posts to `action`."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.action = action
        self.controls: list[Control] = []
        self._inside = False
        self._select: Control | None = None
        self._text: Control | None = None
        self.feed(page)
        assert self.controls, f"no form on this page posts to {action}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("action", "").partition("?")[0] == self.action
        if not self._inside or (tag in ("input", "select", "textarea") and "name" not in given):
            return
        if tag == "input":
            kind, value = given.get("type", "text"), given.get("value", "")
            one = Control(given["name"], kind, value or ("on" if kind == "checkbox" else ""))
            one.chosen = "checked" in given
            self.controls.append(one)
        elif tag == "select":
            self._select = Control(given["name"], tag)
            self.controls.append(self._select)
        elif tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
            if "selected" in given:
                self._select.value = given.get("value", "")
        elif tag == "textarea":
            self._text = Control(given["name"], tag)
            self.controls.append(self._text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def filled(self, wanted: Mapping[str, list[str]]) -> Pairs:
        """What is sent once the controls say so; a control that is not named stays as it is.

        Fails for what nobody could choose on this page.
        """
        left = {name: list(values) for name, values in wanted.items()}
        sent: Pairs = []
        for one in self.controls:
            here = left.get(one.name)
            if one.kind in ("radio", "checkbox"):
                if here is not None and one.value in here:
                    here.remove(one.value)
                    sent.append((one.name, one.value))
                elif one.name not in wanted and one.chosen:
                    sent.append((one.name, one.value))
            elif one.kind not in ("submit", "button", "file"):
                value = here.pop() if here else one.value
                assert not one.options or value in one.options, (one.name, value, one.options)
                # A browser ends the lines of a text so, whatever was pressed.
                sent.append((one.name, value.replace("\r\n", "\n").replace("\n", "\r\n")))
        missed = {name: values for name, values in left.items() if values}
        assert not missed, f"the page has no control for {missed}"
        return sent


def send(browser: Any, page: str, action: str, wanted: Mapping[str, list[str]]) -> Any:
    """The answer to the filled-in form."""
    return browser.post(
        action,
        content=urlencode(PageForm(page, action).filled(wanted)),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )


def fields(answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Answers as docs/survey-schema.md writes them, as the controls of the page of a survey."""
    found: dict[str, list[str]] = {}
    for key, value in answers.items():
        name = f"answers.{key}"
        if key.startswith("ranking"):
            found |= {f"{name}.{one}": [str(place)] for place, one in enumerate(value, 1)}
        elif isinstance(value, dict):
            found |= {f"{name}.{row}": _several(chosen) for row, chosen in value.items()}
        else:
            found[name] = _several(value)
    return found


def _several(value: Any) -> list[str]:
    if isinstance(value, list):
        return list(value)
    # Decimals as they are typed in Vietnam.
    return [str(value).replace(".", ",") if isinstance(value, float) else str(value)]
