"""Logs on standard error: JSON lines for a collector, plain lines for somebody at a terminal."""

import logging.config
from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def _config(renderer: Any) -> dict[str, Any]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": _SHARED,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "kombu.connection": {"level": "ERROR"},  # it warns that a folder has no host name
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }


def for_machines() -> dict[str, Any]:
    """One JSON object a line."""
    return _config(structlog.processors.JSONRenderer())


def for_people() -> dict[str, Any]:
    """Readable lines without colour codes, warnings and worse."""
    config = _config(structlog.dev.ConsoleRenderer(colors=False))
    config["root"]["level"] = "WARNING"
    return config


def configure(config: dict[str, Any]) -> None:
    """Set up the standard logging and structlog alike; Django calls this once with `LOGGING`."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
