"""Start the page: ``python app.py``, then open http://127.0.0.1:7860.

Builds the index of ``--corpus`` first when there is none yet, or when its files have changed since.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answerer import QuestionAnswerer

ROOT = Path(__file__).resolve().parent
SEEN = "corpus.seen"  # beside CURRENT: fingerprint of the files the index was built from


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for; every folder absolute."""

    corpus: Path
    index: Path
    model: Path
    host: str
    port: int
    reranker: Path | None = None


def main(argv: Sequence[str] | None = None) -> int:
    """Run until interrupted; a mistake of the person who starts it gives one line and exit code 2."""
    options = read_options(argv)
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)  # on the handler: bm25s sets its own logger to DEBUG
    logging.basicConfig(handlers=[handler], format="%(levelname)s %(name)s: %(message)s")
    try:
        run(options)
    except (ValueError, OSError) as error:
        print(f"错误：{describe(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n政答已停止")
    return 0


def describe(error: Exception) -> str:
    """Return an error in one line; one of the system alone says neither where nor what to do."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror}。请检查这个文件或文件夹是否存在、能否读写"
    return " ".join(str(error).split())


def read_options(argv: Sequence[str] | None) -> Options:
    """Return the options; ``--index`` follows ``--corpus`` where it is not given."""
    parser = argparse.ArgumentParser(prog="python app.py", description="政答：政务服务政策问答，在浏览器里使用")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="文件所在的文件夹（默认：自带的 corpus）")
    parser.add_argument("--index", type=Path, help="索引所在的文件夹（默认：每个文件夹一个，在 var 下）")
    parser.add_argument(
        "--model", type=Path, default=ROOT / "models" / "static-zh", help="向量模型的文件夹（默认：自带的）"
    )
    parser.add_argument(
        "--reranker", type=Path, metavar="文件夹", help="交叉编码器的文件夹，重排前 20 个候选（默认：不用）"
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认：%(default)s，只有本机能访问）")
    parser.add_argument("--port", type=_port, default=7860, help="端口（默认：%(default)s；0 表示由系统选）")
    given = parser.parse_args(argv)
    corpus = given.corpus.expanduser().resolve()
    index = given.index.expanduser().resolve() if given.index else index_folder(corpus)
    model = given.model.expanduser().resolve()
    reranker = given.reranker.expanduser().resolve() if given.reranker else None
    return Options(corpus, index, model, given.host, given.port, reranker)


def index_folder(corpus: Path) -> Path:
    """Return where the index of ``corpus`` lives: ``var/index`` for the bundled one, else a folder of its own."""
    if corpus == ROOT / "corpus":
        return ROOT / "var" / "index"
    place = hashlib.sha256(str(corpus).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return ROOT / "var" / f"index-{corpus.name or 'root'}-{place}"


def run(options: Options) -> None:
    """Check what was given, cheapest first, build if needed, then serve.

    :raises ValueError: if a folder holds nothing to use, or the index is damaged.
    :raises OSError: if the port cannot be used or a file cannot be read.
    """
    # Set before Gradio is imported: it must not call anyone.
    os.environ |= {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "GRADIO_SHARE": "False"}
    from qa.web.gradio_stubs import skip_gradio_stubs
    from qa.web.server import build_app, reserve_port, serve

    skip_gradio_stubs()

    fingerprint = corpus_fingerprint(options.corpus)
    if not options.model.is_dir():
        raise ValueError(f"{options.model}: 没有这个向量模型文件夹。请检查 --model，或恢复项目自带的 models/static-zh")
    if options.reranker is not None and not options.reranker.is_dir():
        raise ValueError(f"{options.reranker}: 没有这个重排模型文件夹。请检查 --reranker")
    with reserve_port(options.host, options.port) as listener:
        if needs_build(options, fingerprint):
            build(options, fingerprint)
        with ThreadPoolExecutor(1, "load-index") as loader:
            loading = loader.submit(_load, options)  # while Gradio is imported, which takes as long
            app = build_app(lambda: loading.result())
            loading.result()
        port = listener.getsockname()[1]
        host = f"[{options.host}]" if ":" in options.host else options.host
        serve(app, listener, ready=lambda: print(f"政答已启动：http://{host}:{port}", flush=True))


def corpus_fingerprint(corpus: Path) -> str:
    """Return a hash of names, sizes and times of all files below ``corpus``: cheap, and changes with any edit.

    :raises ValueError: if the folder is missing or holds no file.
    """
    from index.corpus_reader import corpus_files

    if not corpus.is_dir():
        raise ValueError(f"{corpus}: 没有这个文件夹。请用 --corpus 指定存放文件的文件夹")
    stats = [(path, path.stat()) for path in corpus_files(corpus)]
    rows = [f"{path.relative_to(corpus)}\0{stat.st_size}\0{stat.st_mtime_ns}" for path, stat in stats]
    if not rows:
        raise ValueError(f"{corpus}: 文件夹里没有文件。请放入 .txt、.md 等文件后再启动")
    return hashlib.sha256("\n".join([str(corpus), *rows]).encode("utf-8", "surrogateescape")).hexdigest()


def needs_build(options: Options, fingerprint: str) -> bool:
    """Tell whether the index must be built: there is none, or it is of other files.

    An index that ``python -m index build`` made has no fingerprint; it counts as right when its corpus has the name.

    :raises IndexUnusableError: if the index is damaged.
    """
    from index.store import CURRENT, current_version, read_manifest

    if not (options.index / CURRENT).exists():
        return True
    manifest = read_manifest(options.index / current_version(options.index))
    seen = options.index / SEEN
    if seen.is_file():
        return seen.read_text(encoding="utf-8").strip() != fingerprint
    return manifest.corpus != options.corpus.name


def build(options: Options, fingerprint: str) -> None:
    """Build and publish the index, with a progress bar.

    :raises ValueError: if no document can be read.
    :raises OSError: if the folder cannot be written.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from index.build import build_index
    from index.embedding import open_embedder

    print(f"正在为 {options.corpus} 建立索引……", flush=True)
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("读取模型", total=1.0)
        result = build_index(
            options.corpus,
            options.index,
            open_embedder(options.model),
            progress=lambda step, share: bar.update(task, description=step, completed=share),
        )
    (options.index / SEEN).write_text(fingerprint + "\n", encoding="utf-8")
    made = result.manifest
    print(f"索引已建好：{made.documents} 份文件，{made.passages} 个条款，用时 {result.seconds:.1f} 秒", flush=True)


def _load(options: Options) -> QuestionAnswerer:
    from qa.opening import open_answerer

    return open_answerer(options.index, model=options.model, reranker=options.reranker)


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"端口 {text!r} 不对，应是 0 到 65535 的整数")
    return port


if __name__ == "__main__":
    sys.exit(main())
