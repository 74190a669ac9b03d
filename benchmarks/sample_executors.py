"""Executors on this machine, such as ``--executor MODULE:FACTORY`` names them."""

from __future__ import annotations

import multiprocessing
import warnings
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

WORKERS = 2


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
        yield pool


@contextmanager
def dask() -> Iterator[Executor]:
    """Start a cluster with workers that are processes, and end it."""
    import distributed  # noqa: PLC0415 - takes a second

    warnings.simplefilter("ignore")  # of its event loop, when it ends
    with (
        distributed.LocalCluster(
            n_workers=WORKERS, threads_per_worker=2, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor()


CLUSTERS: dict[str, Callable[[], AbstractContextManager[Executor]]] = {
    f"{WORKERS} processes": processes,
    f"Dask of {WORKERS} processes": dask,
}
