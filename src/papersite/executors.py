"""Executors by address: who else can make pages than processes of this machine. Nothing is imported until it is asked for.

dask://HOST:PORT    the workers of a dask scheduler; they need the same papersite installed, and no access to the notes
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from papersite.errors import ConfigError

DASK = "dask://"


@contextmanager
def open_executor(address: str) -> Iterator[Executor]:
    """The executor at an address, shut down at the end. Raises ConfigError for an address that leads to none."""
    if not address.startswith(DASK) or address == DASK:
        raise ConfigError(f'no executor "{address}": expected {DASK}HOST:PORT')
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise ConfigError('dask is not installed: pip install "papersite[dask]"') from None
    try:
        client = distributed.Client(f"tcp://{address.removeprefix(DASK)}", timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ConfigError(f"no dask scheduler at {address}: {error}") from error
    with client, client.get_executor() as executor:
        yield executor
