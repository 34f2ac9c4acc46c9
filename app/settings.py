"""Settings: one frozen object, read from SEN_* variables, that fails closed.

The production profile refuses whatever a careless installation would get wrong: a missing or
short secret, a public address without https, a SQLite library with the WAL-reset bug.
"""

from __future__ import annotations

import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

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
    media_url: str = ""
    media_endpoint: str = ""
    media_region: str = ""
    media_key: str = ""
    media_secret: str = ""
    picture_megabytes: int = Field(default=12, ge=1, le=30)
    picture_megapixels: int = Field(default=50, ge=1, le=100)
    pictures_per_day: int = Field(default=60, ge=1)
    smtp_url: str = ""
    mail_from: str = ""
    sms_url: str = ""
    sms_token: str = ""
    sms_sender: str = ""
    zns_app_id: str = ""
    zns_app_secret: str = ""
    zns_refresh_token: str = ""
    zns_template: str = ""
    zns_url: str = "https://business.openapi.zalo.me/message/template"
    zns_oauth_url: str = "https://oauth.zaloapp.com/v4/oa/access_token"

    @model_validator(mode="after")
    def _refuse_half(self) -> Settings:
        """A way out that is half set would fail at night, letter by letter."""
        if self.smtp_url:
            parts = urlsplit(self.smtp_url)
            if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
                raise UnsafeSettings("SEN_SMTP_URL must be smtp://… or smtps://…")
            if "@" not in parseaddr(self.mail_from)[1]:
                raise UnsafeSettings("SEN_MAIL_FROM must be an e-mail address")
        if self.zns_app_id and not (
            self.zns_app_secret and self.zns_refresh_token and self.zns_template
        ):
            raise UnsafeSettings(
                "SEN_ZNS_APP_ID needs SEN_ZNS_APP_SECRET, SEN_ZNS_REFRESH_TOKEN, SEN_ZNS_TEMPLATE"
            )
        return self

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
        for name in ("sms_url", "zns_url", "zns_oauth_url"):
            if getattr(self, name) and not getattr(self, name).startswith("https://"):
                raise UnsafeSettings(f"SEN_{name.upper()} must be an https address in production")
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
