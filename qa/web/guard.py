"""What stands between the network and Gradio: only the routes the page needs, security headers, the page's own head.

Gradio brings upload, proxy and editing routes that this service does not want; they are answered with 404. Its page
calls itself English and describes itself as a demo of Gradio with pictures from elsewhere; that is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from qa.web import texts

Scope = MutableMapping[str, Any]  # the ASGI interface, which is made of dicts
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# What the page itself asks for; everything else of Gradio stays closed.
_OPEN = ("/assets/", "/static/", "/svelte/", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/config")
_OPEN_API = tuple(f"/gradio_api/{name}" for name in ("queue/", "heartbeat/", "info", "startup-events", "reset"))
_HEADERS = (
    # Inline scripts and eval are Gradio's; the point is 'self': a browser refuses to fetch from anywhere else.
    (
        b"content-security-policy",
        b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        b"frame-ancestors 'self'; base-uri 'self'; form-action 'self'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
# <meta property="og:image" content="https://raw.githubusercontent.com/…" /> and the like
_SHARING_META = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
MAX_BODY = 64 * 1024  # bytes of a request; a question of 500 characters needs 2


class PageGuard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: App) -> None:
        """Stand in front of ``app``."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 404 for what the page does not need and 413 for what is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not is_open(scope["path"]):
            await _refuse(send, 404, "没有这个页面")
        elif _declared_length(scope) > MAX_BODY:
            await _refuse(send, 413, "内容太长")
        elif scope["path"] == "/":
            plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, _Rewriter(send))
        else:
            await self._app(scope, receive, _with_headers(send))


def is_open(path: str) -> bool:
    """Tell whether the page needs ``path``."""
    return path in ("/", "/healthz") or path.startswith(_OPEN) or path.startswith(_OPEN_API)


def own_head(page: str) -> str:
    """Return Gradio's page in Chinese, described as what it is, without pictures from elsewhere."""
    page = _SHARING_META.sub("", page.replace('lang="en"', 'lang="zh-CN"', 1))
    description = f'<meta name="description" content="{texts.SUBTITLE}" />'
    title = f"<title>{texts.TITLE} {texts.SUBTITLE}</title>"
    return page.replace('<meta charset="utf-8" />', f'<meta charset="utf-8" />{title}{description}', 1)


class _Rewriter:
    """Holds the page back until it is whole, then sends it with :func:`own_head` applied."""

    def __init__(self, send: Send) -> None:
        self._send = _with_headers(send)
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] != "http.response.body":  # an extension of the protocol
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = own_head(self._body.decode("utf-8")).encode("utf-8") if self._body else b""
        headers = [header for header in self._start["headers"] if header[0].lower() != b"content-length"]
        if body:  # the answer to HEAD has none, and keeps the length it names
            headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_HEADERS]
        await send(message)

    return guarded


def _declared_length(scope: Scope) -> int:
    if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
        return MAX_BODY + 1  # sent in pieces, its length unsaid: no browser does that for a question
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(declared) if declared.isdigit() else 0


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode()})
