"""What every test may ask for, and what none may do."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Set before any test imports them: both would call home.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the shared ``corpus/`` and ``gold/``; skip the test where there is none."""
    named = os.environ.get("ZHENGDA_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    if not (folder / "corpus").is_dir() or not (folder / "gold").is_dir():
        pytest.skip(f"no corpus/ and gold/ in {folder}; set ZHENGDA_SHARED to the folder that holds them")
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects to another machine: the product runs without internet, so its tests do too."""
    connect = socket.socket.connect

    def connect_here_only(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "a local path"
        if isinstance(address, tuple) and host not in ("127.0.0.1", "localhost", "::1"):
            raise RuntimeError(f"test connects to {host!r}; only this machine is allowed")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_here_only)
