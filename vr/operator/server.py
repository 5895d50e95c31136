"""Serves the operator's page from a thread of its own, beside whatever the show does.

Nothing that goes wrong here reaches the show: it stands in `Operator.trouble`, and is tried again.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path

from assets.errors import CupolaError
from vr.choice import split_message
from vr.doctor import Finding, Verdict
from vr.kiosk.station import Station
from vr.operator.settings import OperatorSettings

AGAIN = 10.0
"""s between tries to serve, where the last one failed."""
_LONGEST_STOP = 5.0
_TICK = 0.05
_NO_PACKAGES = (
    "the operator's page lacks a package, {}; install what it needs: pip install 'cupola[kiosk]',"
    " or start by ./run kiosk"
)

_NAMES = ("operator", "Operator's page")
_log = logging.getLogger("cupola.operator")
_TALKERS = ("httpx", "httpcore", "uvicorn")
"""Loggers that write a line a request, of which a page that is watched has one a second."""


class Operator:
    """The operator's page of one station; `start` it once, and `stop` it.

    `folder` is the configuration's, in which its certificates lie.
    """

    def __init__(self, station: Station, settings: OperatorSettings, folder: Path) -> None:
        self._station, self._settings, self._folder = station, settings, folder
        self._thread = threading.Thread(target=self._run, name="operator", daemon=True)
        self._stopping = threading.Event()
        self._settled = threading.Event()
        self.trouble = ""
        """Why the page is not served, with the remedy; empty while it is."""
        self.url = ""
        """Where the page is served; empty while it is not."""

    def start(self, patience: float = 5.0) -> None:
        """Begin to serve; return when it is, when it cannot be, or after `patience` s."""
        if self._settings.enabled:
            self._thread.start()
            self._settled.wait(patience)

    def stop(self) -> None:
        """Serve no more; return within some seconds, whatever clients do."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_LONGEST_STOP)

    def finding(self) -> Finding:
        """Return how the page stands, for the self-test's report."""
        if self.trouble:
            return Finding(*_NAMES, Verdict.WARN, *split_message(self.trouble))
        return Finding(*_NAMES, Verdict.OK, self.url or "switched off in the configuration")

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._try()
            self.url = ""
            self._stopping.wait(AGAIN)

    def _try(self) -> None:
        try:
            from vr.operator.connections import Loop  # noqa: PLC0415, packages that may be missing

            with asyncio.Runner(loop_factory=Loop) as runner:
                runner.run(self._serve())
        except CupolaError as error:
            self._fail(str(error))
        except ImportError as error:
            self._fail(_NO_PACKAGES.format(error.name))
        except (Exception, SystemExit) as error:
            _log.exception("the operator's page broke off; the show is not touched")
            self._fail(f"the operator's page broke off ({type(error).__name__}); see the log")

    def _fail(self, trouble: str) -> None:
        if trouble != self.trouble:
            _log.warning("%s", trouble)
        self.trouble = trouble
        self._settled.set()

    async def _serve(self) -> None:
        import uvicorn  # noqa: PLC0415

        from vr.operator import listening  # noqa: PLC0415
        from vr.operator.app import application  # noqa: PLC0415
        from vr.operator.connections import Connection  # noqa: PLC0415

        for name in _TALKERS:
            logging.getLogger(name).setLevel(logging.WARNING)
        settings, folder = self._settings, self._folder
        seal = listening.certificate(settings, folder)
        trust = listening.authority(settings, folder)
        with listening.listen(settings) as door:
            port: int = door.getsockname()[1]
            config = uvicorn.Config(
                application(self._station, settings, port, trust),
                http=Connection,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=1,
                ssl_context_factory=None if seal is None else lambda _, __: seal,
            )
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[door]))
            while not serving.done():
                if server.started and not self.url:
                    self._succeed(listening.url(settings, port))
                server.should_exit = self._stopping.is_set()
                await asyncio.sleep(_TICK)
            await serving

    def _succeed(self, url: str) -> None:
        self.trouble, self.url = "", url
        _log.info("the operator's page is at %s", url)
        self._settled.set()
