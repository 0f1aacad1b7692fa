"""A notebook's cells run in this process, by the shell that a kernel has, without a kernel around it.

`INSIDE` is the engine of papermill that a warm worker uses; it changes the process that it runs in, so it is known to
workers only.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from jupyter_client.session import Session
from nbformat.v4 import output_from_msg
from papermill.engines import Engine, papermill_engines

if TYPE_CHECKING:
    from ipykernel.zmqshell import ZMQInteractiveShell
    from nbformat import NotebookNode

INSIDE = "facetaudit-inside"


class Recorder(Session):
    """Stands where a kernel's shell sends its messages, and keeps them as the outputs of the cell that runs."""

    def begin(self, outputs: list[Any]) -> None:
        """A cell begins; what is shown from now on goes to ``outputs``."""
        self._outputs = outputs
        self._clear_at_next = False

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> Any:
        """Take a message as the notebook client takes it that listens to a kernel."""
        message = self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type
        kind, told = message["header"]["msg_type"], message["content"]
        if kind == "update_display_data":
            for output in self._shown.get(told["transient"]["display_id"], ()):
                output.data, output.metadata = told["data"], told["metadata"]
        elif kind == "clear_output":
            self._clear_at_next = told["wait"]
            if not told["wait"]:
                self._outputs.clear()
        else:
            self._keep(_output(message), told.get("transient") or {})
        return message

    def text(self, name: str, text: str) -> None:
        """What was printed to stdout or stderr; what follows the same stream's text is joined to it."""
        last = self._outputs[-1] if self._outputs and not self._clear_at_next else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        elif text:
            self._keep(_output(self.msg("stream", {"name": name, "text": text})), {})

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[str, list[Any]] = {}
        self.begin([])

    def _keep(self, output: Any, transient: dict[str, Any]) -> None:
        if self._clear_at_next:
            self._outputs.clear()
            self._clear_at_next = False
        self._outputs.append(output)
        if transient.get("display_id"):
            self._shown.setdefault(transient["display_id"], []).append(output)


def _output(message: dict[str, Any]) -> Any:
    return output_from_msg(message)  # type: ignore[no-untyped-call]


class _Printed:
    """A stream of text whose lines become outputs."""

    encoding, errors = "UTF-8", "strict"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self.name = recorder, name

    def write(self, text: str) -> int:
        self._recorder.text(self.name, text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class Inside(Engine):  # type: ignore[misc]
    """The engine of a worker that is used for one notebook and then thrown away."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> NotebookNode:
        """Run the cells up to the first that fails."""
        return run_cells(nb_man.nb, nb_man)


papermill_engines.register(INSIDE, Inside)


def run_cells(notebook: NotebookNode, watcher: Any = None) -> NotebookNode:
    """Run a notebook's cells in this process, in place, up to the first that fails; ``watcher`` is papermill's."""
    from ipykernel.ipkernel import IPythonKernel

    recorder = Recorder()
    shell = _shell(recorder)
    for index, cell in enumerate(notebook.cells):
        if watcher is not None:
            watcher.cell_start(cell, index)
        failed = cell.cell_type == "code" and cell.source.strip() and not _run(shell, recorder, cell)
        if watcher is not None:
            if failed:
                watcher.cell_exception(cell, cell_index=index)
            watcher.cell_complete(cell, cell_index=index)
        if failed:
            break
    notebook.metadata["language_info"] = {**IPythonKernel.language_info}
    return notebook


def _run(shell: ZMQInteractiveShell, recorder: Recorder, cell: Any) -> bool:
    cell.outputs = []
    recorder.begin(cell.outputs)
    done = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    cell.execution_count = shell.execution_count - 1
    return bool(done.success) or "raises-exception" in cell.metadata.get("tags", [])


def _shell(recorder: Recorder) -> ZMQInteractiveShell:
    """A kernel's shell that sends to the recorder, with no history file and no start-up files of the user's own."""
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets.config import Config

    class Shell(ZMQInteractiveShell):
        def enable_gui(self, gui: Any = None, kernel: Any = None) -> None:
            """There is no event loop to join."""

    config = Config()
    config.HistoryManager.enabled = False
    shell: ZMQInteractiveShell = Shell.instance(config=config)
    places: tuple[Any, Any] = (shell.displayhook, shell.display_pub)
    for place in places:
        place.session = recorder
        place.pub_socket = None
    shell.events.register("post_execute", _spare_drawing)  # first, so before pyplot's own
    sys.stdout, sys.stderr = _Printed(recorder, "stdout"), _Printed(recorder, "stderr")
    return shell


def _spare_drawing() -> None:
    """Mark plain figures as drawn: at a cell's end pyplot draws each one to nowhere, a third of a report's time.

    What is shown is drawn for itself afterwards. Left alone are figures that a drawing changes or tells something: with
    a layout engine, an aspect or a listener. One that cannot be drawn says so once, in a kernel twice.
    """
    from matplotlib._pylab_helpers import Gcf

    for manager in Gcf.get_all_fig_managers():
        figure = manager.canvas.figure
        if (
            figure.get_layout_engine() is None
            and not manager.canvas.callbacks.callbacks.get("draw_event")
            and all(axes.get_aspect() == "auto" for axes in figure.axes)
        ):
            figure.stale = False
