"""The errors that stop a command, each with the place it comes from.

What does not stop a build is no exception: it is a `Problem` value in the library (see `model`).
"""

from __future__ import annotations

from papersite.model import Origin


class PapersiteError(Exception):
    """A mistake a user can mend. `str()` of it is what the terminal shows: `path:line: message`."""

    def __init__(self, message: str, origin: Origin | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin

    def __reduce__(self) -> tuple[object, ...]:
        # What a worker raises travels to the process that asked.
        return type(self), (self.message, self.origin)

    def __str__(self) -> str:
        return f"{self.origin}: {self.message}" if self.origin else self.message


class ConfigError(PapersiteError):
    """site.toml, or a file it names, says something that can't be followed."""


class PlanError(PapersiteError):
    """The pages can't stand beside each other: two of them want one url."""


class TemplateError(PapersiteError):
    """A template can't be read, or fails on the page it renders."""


class PublishError(PapersiteError):
    """The site can't be written where it should be."""
