"""The engine `facetaudit` of papermill (`papermill --engine facetaudit`): the cells go to a warm worker process.

Papermill loads this module while it is itself being imported, so nothing else of the package may be imported here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papermill.engines import Engine

if TYPE_CHECKING:
    from nbformat import NotebookNode


class Warm(Engine):  # type: ignore[misc]
    """The engine for papermill anywhere: the cells run in a copy of a warm process, which ends with the notebook."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, execution_timeout: float | None = None, **_: Any
    ) -> NotebookNode:
        """Run the cells up to the first that fails; ``execution_timeout``, in seconds, is that of the whole notebook.

        Raises ReportFailed when the time is over or the worker ends.
        """
        import nbformat

        from facetaudit.errors import ReportFailed
        from facetaudit.reporting.warm import shared_worker

        worker = shared_worker()
        if worker is None:
            raise ReportFailed("The engine facetaudit needs Linux: run papermill with its own engine.")
        asked = {"do": "cells", "notebook": nbformat.writes(nb_man.nb)}  # type: ignore[no-untyped-call]
        answer = worker.ask(asked, execution_timeout)["notebook"]
        done: NotebookNode = nbformat.reads(answer, as_version=4)  # type: ignore[no-untyped-call]
        for index, cell in enumerate(done.cells):
            if cell.metadata.get("papermill", {}).get("exception"):
                nb_man.nb = done
                nb_man.cell_exception(cell, cell_index=index)
        nb_man.nb = done
        return done
