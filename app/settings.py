"""Settings: one frozen object, read from SEN_* variables, that fails closed.

The production profile refuses whatever a careless installation would get wrong: a missing or
short secret, a public address without https, a SQLite library with the WAL-reset bug.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET = 32


class UnsafeSettings(ValueError):
    """The production profile was asked to start with a setting that endangers people's data."""


class Settings(BaseSettings):
    """Every setting of an installation; the README lists them with their defaults."""

    model_config = SettingsConfigDict(
        env_prefix="SEN_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    profile: Literal["development", "production"] = "development"
    data_dir: Path = Path("var")
    database_url: str = ""
    database_owner_url: str = ""
    secret_key: str = ""
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    threads: int = Field(default=12, ge=2, le=64)
    busy_timeout_ms: int = Field(default=5000, ge=100)
    lock_timeout_ms: int = Field(default=5000, ge=100)
    embedded_worker: bool = True
    openapi: bool | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    trusted_proxies: str = ""
    facebook_url: str = "https://graph.facebook.com/v24.0"

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> Settings:
        if self.profile != "production":
            return self
        if len(self.secret_key) < MIN_SECRET or len(set(self.secret_key)) < 10:
            raise UnsafeSettings(
                f"SEN_SECRET_KEY must have at least {MIN_SECRET} unguessable characters"
            )
        if not self.public_url.startswith("https://"):
            raise UnsafeSettings("SEN_PUBLIC_URL must be an https address in production")
        if not self.facebook_url.startswith("https://"):
            raise UnsafeSettings("SEN_FACEBOOK_URL must be an https address in production")
        return self

    @property
    def production(self) -> bool:
        return self.profile == "production"

    @property
    def database(self) -> str:
        """The address of the database in SQLAlchemy's spelling."""
        url = self.database_url or f"sqlite:///{self.data_dir / 'sen.db'}"
        return sqlalchemy_url(url)

    @property
    def owner_database(self) -> str:
        """The address that migrations use: the owner's where there is one (design.md §8)."""
        return sqlalchemy_url(self.database_owner_url) if self.database_owner_url else self.database

    @property
    def cookie(self) -> str:
        return "__Host-sen" if self.production else "sen"

    @property
    def address(self) -> str:
        """The public address without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def shows_openapi(self) -> bool:
        return not self.production if self.openapi is None else self.openapi

    def secret(self) -> str:
        """The installation's secret; in development made once and kept in the data directory."""
        if self.secret_key:
            return self.secret_key
        self.data_dir.mkdir(parents=True, exist_ok=True)
        path = self.data_dir / "secret.key"
        try:
            with path.open("x", encoding="ascii") as file:
                path.chmod(0o600)
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        return path.read_text(encoding="ascii")


def sqlalchemy_url(url: str) -> str:
    """`postgresql://` means the psycopg driver; anything else is left as it stands."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
