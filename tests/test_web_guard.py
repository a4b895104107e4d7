"""What the page may be asked for, and what its head says; no server, no Gradio."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from qa.web.guard import MAX_BODY, PageGuard, is_open, own_head
from qa.web.server import reserve_port

PAGE = (
    '<html lang="en"><head><meta charset="utf-8" /><meta property="og:image" content="https://elsewhere.test/x.jpg" />'
    '<meta\n name="twitter:title" content="Gradio" /><script src="./assets/a.js"></script></head></html>'
)


async def _application(scope: Any, receive: Any, send: Any) -> None:
    """Answer everything with PAGE, in two pieces."""
    body = PAGE.encode()
    length = (b"content-length", str(len(body)).encode())
    assert scope["path"] != "/" or not any(name == b"accept-encoding" for name, _ in scope["headers"])
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body[:30], "more_body": True})
    await send({"type": "http.response.body", "body": body[30:]})


def request(path: str, *headers: tuple[bytes, bytes]) -> tuple[int, dict[bytes, bytes], str]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("the body is not read here")

    scope = {"type": "http", "path": path, "headers": list(headers)}
    asyncio.run(PageGuard(_application)(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body.decode()


def test_the_page_is_chinese_and_names_nothing_elsewhere() -> None:
    status, headers, body = request("/", (b"accept-encoding", b"br"))
    assert status == 200
    assert body == own_head(PAGE)
    assert '<html lang="zh-CN">' in body
    assert "<title>政答 政务服务政策问答</title>" in body
    assert "elsewhere" not in body
    assert "Gradio" not in body
    assert '<script src="./assets/a.js">' in body
    assert headers[b"content-length"] == str(len(body.encode())).encode()


@pytest.mark.parametrize("path", ["/", "/assets/index.js"])
def test_a_browser_is_told_to_load_nothing_from_elsewhere(path: str) -> None:
    _, headers, _ = request(path)
    assert headers[b"content-security-policy"].startswith(b"default-src 'self'")
    assert b"http" not in headers[b"content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/proxy=https://example.com/",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/vibe-edit",
        "/gradio_api/run-history/connect",
        "/gradio_api/call/respond",
        "/monitoring",
        "/docs",
    ],
)
def test_what_the_page_does_not_need_is_closed(path: str) -> None:
    assert not is_open(path)
    status, _, body = request(path)
    assert (status, body) == (404, "没有这个页面")


@pytest.mark.parametrize("path", ["/", "/healthz", "/assets/a.js", "/gradio_api/queue/join", "/gradio_api/heartbeat/x"])
def test_what_the_page_needs_is_open(path: str) -> None:
    assert is_open(path)


@pytest.mark.parametrize(
    "header", [(b"content-length", str(MAX_BODY + 1).encode()), (b"transfer-encoding", b"chunked")]
)
def test_a_request_that_is_too_long_is_refused_unread(header: tuple[bytes, bytes]) -> None:
    status, _, body = request("/gradio_api/queue/join", header)
    assert (status, body) == (413, "内容太长")


def test_a_reserved_port_cannot_be_reserved_again() -> None:
    with reserve_port("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(OSError, match=rf"127\.0\.0\.1:{port}: 这个端口已被占用.*--port"):
            reserve_port("127.0.0.1", port)


def test_a_host_of_another_machine_is_refused() -> None:
    with pytest.raises(OSError, match=r"192\.0\.2\.1:0: 本机不能使用这个地址.*--host"):
        reserve_port("192.0.2.1", 0)


def test_a_port_is_free_again_at_once() -> None:
    with reserve_port("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            pass
    reserve_port("127.0.0.1", port).close()
