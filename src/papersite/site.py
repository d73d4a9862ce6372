"""A site's folder: its config, the folders that it names, and what a build of it reads. READS site.toml.

An output folder that is none of its own is refused here, before anything is read or written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from papersite.config import FILE_NAME, Config, parse_base_url, read_config
from papersite.errors import ConfigError
from papersite.theme import theme_dir


@dataclass(frozen=True, slots=True)
class Site:
    """A site's folder and its config."""

    root: Path
    config: Config

    @property
    def notes_dir(self) -> Path:
        """Where the notes are."""
        return self.root / self.config.notes_dir

    @property
    def output_dir(self) -> Path:
        """Where the site is published."""
        return self.root / self.config.output_dir


def open_site(
    root: Path,
    config_file: Path | None = None,
    *,
    output: str | None = None,
    base_url: str | None = None,
    drafts: bool | None = None,
) -> Site:
    """The site in a folder; what is given here wins over site.toml. Raises ConfigError."""
    if not root.is_dir():
        raise ConfigError(f"no such folder: {root}")
    config = read_config(config_file or root / FILE_NAME, required=config_file is not None)
    if output is not None:
        # A flag is relative to where the user stands, site.toml to the site.
        config = replace(config, output_dir=str(Path(output).absolute()))
    if base_url is not None:
        config = replace(config, base_url=parse_base_url(base_url))
    if drafts is not None:
        config = replace(config, drafts=drafts)
    site = Site(root, config)
    if not site.notes_dir.is_dir():
        raise ConfigError(f"no notes: {site.notes_dir} is not a folder (papersite init starts a new site)")
    _refuse_shared_output(site)
    return site


def _refuse_shared_output(site: Site) -> None:
    """What is published must never be read as a note, template or static file of the next build, nor take the place of one."""
    output = site.output_dir.resolve()
    if output in (site.root.resolve(), Path.home().resolve(), Path(output.anchor)):
        raise ConfigError(f"the output folder {site.output_dir} is none of its own; choose a new one, such as public")
    for what, name in (
        ("notes", site.config.notes_dir),
        ("templates", site.config.templates_dir),
        ("static files", site.config.static_dir),
    ):
        folder = (site.root / name).resolve()
        if folder.is_relative_to(output):
            raise ConfigError(f"the output folder {site.output_dir} holds the {what}; choose one of its own")
        if output.is_relative_to(folder):
            raise ConfigError(f"the output folder {site.output_dir} stands among the {what}; choose one of its own")


def input_places(site: Site, config_file: Path | None = None) -> tuple[Path, ...]:
    """The files and folders that a build of a site reads, besides papersite itself."""
    config, root = site.config, site.root
    own = (config_file or root / FILE_NAME, site.notes_dir, root / config.templates_dir, root / config.static_dir)
    return (*own, theme_dir("templates"), theme_dir("static"))
