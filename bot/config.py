"""The settings, read once in main() from the environment (and from a `.env` file in the working folder).

Each field's description says what the setting takes: it stands in the error line of a wrong value and in the
README's table, which a test proves complete.
"""

from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import WrongSettings


class LogFormat(StrEnum):
    AUTO = "auto"
    JSON = "json"
    CONSOLE = "console"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


def _starting_with(prefix: str) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(prefix):
            raise ValueError(prefix)
        return value

    return AfterValidator(check)


def _database_url(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(
        ("sqlite:", "sqlite+", "postgres:", "postgresql:", "postgresql+")
    ):
        raise ValueError("database")
    return value


def _default_database() -> SecretStr:
    return SecretStr(f"sqlite:///{user_data_path('everloop') / 'everloop.db'}")


class CommonSettings(BaseSettings):
    """What every command of the CLI reads, also those that never talk to Slack."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: Annotated[SecretStr, AfterValidator(_database_url)] = Field(
        default_factory=_default_database,
        validation_alias="DATABASE_URL",
        description="sqlite:///path/to/everloop.db or postgresql://user:password@host/database",
    )
    encryption_key: SecretStr | None = Field(
        default=None,
        validation_alias="EVERLOOP_ENCRYPTION_KEY",
        description="32 random bytes in base64 or hex; of several, by commas, the first seals, all open",
    )
    key_file: Path = Field(
        default_factory=lambda: user_data_path("everloop") / "everloop.key",
        validation_alias="EVERLOOP_KEY_FILE",
        description="the path of the key file, made at the first start; EVERLOOP_ENCRYPTION_KEY replaces it",
    )
    command_prefix: str = Field(
        default="",
        pattern="^[a-z0-9_-]{0,20}$",
        validation_alias="EVERLOOP_COMMAND_PREFIX",
        description="up to 20 of a-z, 0-9, - and _ to go before each command: `acme-` makes /acme-feedback",
    )
    clock_file: Path | None = Field(
        default=None,
        validation_alias="EVERLOOP_CLOCK_FILE",
        description="the path of a file with the seconds by which the clock is off; for demo and tests",
    )
    log_format: LogFormat = Field(
        default=LogFormat.AUTO,
        validation_alias="EVERLOOP_LOG_FORMAT",
        description="json, console or auto (console in a terminal, else json)",
    )
    log_level: LogLevel = Field(
        default=LogLevel.INFO,
        validation_alias="EVERLOOP_LOG_LEVEL",
        description="debug, info, warning or error",
    )


class Settings(CommonSettings):
    """All that the running bot needs."""

    bot_token: Annotated[SecretStr, _starting_with("xoxb-")] = Field(
        validation_alias="SLACK_BOT_TOKEN",
        description="the bot token, xoxb-…, from the app's page “OAuth & Permissions”",
    )
    app_token: Annotated[SecretStr, _starting_with("xapp-")] | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="for Socket Mode: the app-level token, xapp-…, with the scope connections:write",
    )
    signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="for HTTP: the signing secret from the app's page “Basic Information”",
    )
    api_url: str = Field(
        default="https://slack.com/api/",
        pattern="^https?://.+",
        validation_alias="SLACK_API_URL",
        description="the address of Slack's Web API; another one for tests, or for GovSlack",
    )
    host: str = Field(
        default="127.0.0.1",
        validation_alias="HOST",
        description="the address to listen on: 0.0.0.0 for all of the machine's addresses",
    )
    port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        validation_alias="PORT",
        description="the port to listen on over HTTP, 1 to 65535; 3000 where HTTP is the only way",
    )
    health_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        validation_alias="EVERLOOP_HEALTH_PORT",
        description="in Socket Mode, the port for /healthz, /readyz and /metrics, 1 to 65535; off unless set",
    )
    undo_seconds: int = Field(
        default=60,
        ge=0,
        le=3600,
        validation_alias="EVERLOOP_UNDO_SECONDS",
        description="for how many seconds feedback can be undone before it is sent, 0 (off) to 3600",
    )
    edit_hours: int = Field(
        default=24,
        ge=0,
        le=720,
        validation_alias="EVERLOOP_EDIT_HOURS",
        description="for how many hours feedback that was sent can be edited or withdrawn, 0 (off) to 720",
    )
    daily_limit: int = Field(
        default=250,
        ge=0,
        le=1000,
        validation_alias="EVERLOOP_DAILY_LIMIT",
        description="how many feedbacks a day one person can give to the same person, 0 (no limit) to 1000",
    )
    rate_limits: Switch = Field(
        default=Switch.ON,
        validation_alias="EVERLOOP_RATE_LIMITS",
        description="on, or off to ignore Slack's rate limits; for benchmarks in a local workspace",
    )

    @field_validator("api_url")
    @classmethod
    def _ends_with_slash(cls, value: str) -> str:
        return value.rstrip("/") + "/"

    @model_validator(mode="after")
    def _reachable(self) -> "Settings":
        """Socket Mode needs an app token; HTTP needs the signing secret."""
        if self.app_token is None and self.signing_secret is None:
            wanted = "HTTP, which PORT asks for," if self.port else "HTTP"
            raise PydanticCustomError(
                "pair",
                "SLACK_APP_TOKEN is missing: Socket Mode needs it "
                "({wanted} needs SLACK_SIGNING_SECRET instead)",
                {"wanted": wanted},
            )
        return self

    @property
    def by_socket(self) -> bool:
        """Whether Slack reaches the bot through a socket that the bot opens."""
        return self.app_token is not None

    @property
    def by_http(self) -> bool:
        """Whether Slack reaches the bot by requests to its port: where nothing else is set up, or where both
        are, so that an app can move from one way to the other without a gap."""
        return self.signing_secret is not None and (self.port is not None or not self.by_socket)

    @property
    def ways(self) -> str:
        """In words."""
        named = (("Socket Mode", self.by_socket), ("HTTP", self.by_http))
        return " and ".join(name for name, used in named if used)

    @property
    def listens_on(self) -> int | None:
        """The port for Slack's requests and for the health endpoints; None: there is neither."""
        if self.by_http:
            return self.port or 3000
        return self.health_port or self.port

    @property
    def undo_window(self) -> timedelta:
        return timedelta(seconds=self.undo_seconds)

    @property
    def edit_window(self) -> timedelta:
        return timedelta(hours=self.edit_hours)

    def secrets(self) -> list[str]:
        """What may never stand in a log."""
        kept = (self.bot_token, self.app_token, self.signing_secret, self.encryption_key)
        return [secret.get_secret_value() for secret in kept if secret is not None]


def read_settings() -> Settings:
    """Raises WrongSettings."""
    try:
        return Settings()  # pyright: ignore[reportCallIssue]  # the required ones come from the environment
    except ValidationError as error:
        raise WrongSettings(*_lines(Settings, error)) from None


def read_common_settings() -> CommonSettings:
    """Raises WrongSettings."""
    try:
        return CommonSettings()
    except ValidationError as error:
        raise WrongSettings(*_lines(CommonSettings, error)) from None


def settings_table() -> dict[str, tuple[str, str]]:
    """Each setting's name with what it takes and its default in words; what the README shows."""
    return {
        str(field.validation_alias): (field.description or "", _default(name, field.default))
        for name, field in Settings.model_fields.items()
    }


def unknown_settings(environment: Mapping[str, str]) -> dict[str, str | None]:
    """Names that look like settings of ours and are none, each with the one that was probably meant."""
    names = list(settings_table())
    strange = [name for name in environment if name.startswith("EVERLOOP_") and name not in names]
    return {
        name: next(iter(get_close_matches(name, names, n=1, cutoff=0.8)), None)
        for name in sorted(strange)
        if not name.startswith("EVERLOOP_TEST_")
    }


def _default(name: str, default: Any) -> str:
    folders = {
        "database_url": "everloop.db in the user's data folder",
        "key_file": "everloop.key in the user's data folder",
    }
    if name in folders:
        return folders[name]
    return "required" if name == "bot_token" else "" if default is None else str(default)


def _lines(model: type[BaseSettings], error: ValidationError) -> list[str]:
    fields = {str(field.validation_alias): field for field in model.model_fields.values()}
    lines: list[str] = []
    for problem in error.errors(include_input=False, include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        if name in fields:
            what = "is missing" if problem["type"] == "missing" else "can't be used"
            lines.append(f"{name} {what}: it takes {fields[name].description}")
        else:
            lines.append(problem["msg"])
    return lines
