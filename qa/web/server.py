"""The page on the network: one address, a quiet end; what may be asked for is decided in :mod:`qa.web.guard`."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.web import page as chat_page
from qa.web.chat import Answerer
from qa.web.guard import PageGuard

if TYPE_CHECKING:
    from fastapi import FastAPI


def reserve_port(host: str, port: int) -> socket.socket:
    """Return a listening socket; with ``port`` 0 the system chooses one.

    :raises OSError: if the port is in use or may not be used, or the host is not of this machine; the message says so.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            advice = "这个端口已被占用。请关闭占用它的程序，或用 --port 换一个端口"
        elif error.errno == errno.EACCES:
            advice = "没有权限使用这个端口。请用 --port 换一个 1024 以上的端口"
        else:
            advice = f"本机不能使用这个地址（{str(error.strerror).split(' (')[0]}）。请检查 --host"
        raise OSError(f"{host}:{port}: {advice}") from error


def build_app(get_answerer: Callable[[], Answerer]) -> FastAPI:
    """Return the web application: the chat page at ``/`` and ``/healthz``."""
    import gradio as gr
    from fastapi import FastAPI

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def health() -> dict[str, str]:
        return {"status": "ok"}

    app.add_api_route("/healthz", health)
    app.add_middleware(PageGuard)
    gr.mount_gradio_app(
        app,
        chat_page.build_page(get_answerer),
        path="/",
        footer_links=[],
        run_history=False,  # would keep the questions in the browser
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        theme=chat_page.theme(),
        css=chat_page.styles(),
        head=chat_page.head_html(),
    )
    return app


def serve(app: FastAPI, listener: socket.socket, *, ready: Callable[[], None]) -> None:
    """Answer requests on ``listener`` until interrupted; ``ready`` is called when the page can be opened."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    # A browser keeps one connection open for as long as the page is shown; the end must not wait for it.
    config = uvicorn.Config(app, log_level="critical", access_log=False, timeout_graceful_shutdown=1)
    Server(config).run(sockets=[listener])
