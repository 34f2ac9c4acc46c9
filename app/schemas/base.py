"""What schemas share: unknown fields are refused, text is NFC, ids are short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO, Annotated, Any

from pydantic import (
    AfterValidator,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from app.domain.text import nfc

#: Text as people type it: NFC, without control characters.
Text = Annotated[str, StringConstraints(max_length=4000), AfterValidator(nfc)]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(nfc)]
Word = Annotated[str, StringConstraints(max_length=64), AfterValidator(nfc)]
#: A day that a plan, a term or a roster can name.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
Version = Annotated[int | None, Field(ge=1, le=2**31 - 1)]


class Body(BaseModel):
    """What comes in: strict about names, so that a slip is told and not swallowed."""

    model_config = ConfigDict(extra="forbid")


class Empty(Body):
    """A POST without a body means `{}`."""


class Versioned(Body):
    """An action that may name the version it was decided on."""

    version: Version = None


class Read(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


def _sent(value: Any, decoded: ValidatorFunctionWrapHandler) -> Any:
    return value if isinstance(value, bytes) else decoded(value)


class FileWrite(Body):
    """A file: a form's chosen file, or its bytes in base64."""

    name: Line
    content: Annotated[Base64Bytes, WrapValidator(_sent)]


class FileRead(Read):
    """A file that is saved, not shown."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file that may be large: `write(connection, target)` writes it from one picture of the
    database once the transaction that allowed it has ended."""

    name: str
    write: Callable[[Any, IO[bytes]], None]


class FormRead(Read):
    """A form at its own address: the JSON schema of the body that its action takes."""

    action: str
    method: str = "POST"
    schema_: dict[str, Any] = Field(serialization_alias="schema", validation_alias="schema")
    community: str | None = None


def form(action: str, model: type[BaseModel], **more: Any) -> FormRead:
    return FormRead(action=action, schema=model.model_json_schema(), **more)
