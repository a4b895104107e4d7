"""The layout holds: imports go one way, heavy packages stay inside functions, files stay small, README tells the truth.

The rule in words: app.py and eval -> qa -> prompts -> index.corpus; qa and eval -> index. Nothing imports eval or app.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "app": {"index", "qa"},
    "eval": {"eval", "index", "prompts", "qa"},
    "qa": {"index", "prompts", "qa"},
    "prompts": {"index.corpus", "prompts"},
    "index": {"index"},
}
# 0.1 s to 4 s each to import, or only in an extra: `import qa` stays fast and unit tests need none of them.
# Measured as light, 0.03 s or less, and therefore not listed: tokenizers, opencc, lxml.
HEAVY = {
    *("torch", "transformers", "sentence_transformers", "model2vec"),
    *("faiss", "bm25s", "pymilvus", "milvus_lite", "ray"),
    *("gradio", "fastapi", "langchain_core", "langchain_community", "langchain_huggingface", "langchain_openai"),
    *("docx", "pdfplumber", "pypdfium2", "bs4", "pypinyin"),
    *("pandas", "scipy", "ir_measures", "openpyxl", "jieba", "rank_bm25"),
}
MAX_LINES = 250


def _tracked() -> list[Path]:
    """Return the files of the checkout below the root, without those git ignores."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout: the files of the project cannot be told from others")
    names = listing.stdout.decode().split("\0")
    return sorted({Path(name) for name in names if name and (ROOT / name).is_file()})


def _sources() -> list[Path]:
    return [path for path in _tracked() if path.suffix == ".py"]


def _imports(nodes: list[ast.stmt]) -> Iterator[tuple[str, int]]:
    """Yield the dotted name and line of each import in ``nodes``; ``from a import b`` gives ``a.b``."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import; imports are absolute here"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _everywhere(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def _at_import_time(nodes: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements that run when the module is imported: not those in functions or for type checkers only."""
    found: list[ast.stmt] = []
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            found += _at_import_time(node.orelse)
            continue
        found.append(node)
        for field in ("body", "orelse", "finalbody", "handlers"):
            inner = getattr(node, field, [])
            for part in inner:
                found += _at_import_time(part.body if isinstance(part, ast.ExceptHandler) else [part])
    return found


def _within(name: str, allowed: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in allowed)


def _wrong_way(part: str, tree: ast.Module) -> list[str]:
    """Return the imports of project packages that ``part`` must not have, as ``line N: name``."""
    return [
        f"line {line}: {name}"
        for name, line in _imports(_everywhere(tree))
        if name.split(".")[0] in MAY_IMPORT and not _within(name, MAY_IMPORT[part])
    ]


def _heavy(tree: ast.Module) -> list[str]:
    return [
        f"line {line}: {name}" for name, line in _imports(_at_import_time(tree.body)) if name.split(".")[0] in HEAVY
    ]


def test_imports_go_one_way() -> None:
    wrong = {}
    for path in _sources():
        part = path.parts[0].removesuffix(".py")
        if part in MAY_IMPORT and (found := _wrong_way(part, ast.parse((ROOT / path).read_text("utf-8")))):
            wrong[str(path)] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("part", "line", "allowed"),
    [
        ("qa", "from index.corpus import Passage", True),
        ("qa", "import prompts", True),
        ("qa", "from eval.gold import read_gold", False),
        ("index", "from qa.records import Answer", False),
        ("prompts", "from index.corpus import Passage", True),
        ("prompts", "from index.store import load", False),
        ("eval", "def f() -> None:\n    import app", False),
        ("app", "from eval import gold", False),
    ],
)
def test_import_rule_tells_right_from_wrong(part: str, line: str, allowed: bool) -> None:
    assert (_wrong_way(part, ast.parse(line)) == []) is allowed


def test_heavy_packages_are_imported_inside_functions() -> None:
    wrong = {}
    for path in _sources():
        if path.parts[0].removesuffix(".py") in MAY_IMPORT and (
            found := _heavy(ast.parse((ROOT / path).read_text("utf-8")))
        ):
            wrong[str(path)] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("code", "n_heavy"),
    [
        ("import torch", 1),
        ("try:\n    import faiss\nexcept ImportError:\n    from ray import data", 2),
        ("class A:\n    import gradio.blocks", 1),
        ("def f() -> None:\n    import torch", 0),
        ("class A:\n    def f(self) -> None:\n        import torch", 0),
        ("if TYPE_CHECKING:\n    import torch\nelse:\n    import faiss", 1),
    ],
)
def test_heavy_rule_sees_what_runs_at_import(code: str, n_heavy: int) -> None:
    assert len(_heavy(ast.parse(code))) == n_heavy


def test_importing_the_project_loads_nothing_heavy() -> None:
    modules = [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        for path in _sources()
        if path.parts[0].removesuffix(".py") in MAY_IMPORT and path.name != "__main__.py"
    ]
    code = f"import sys\nfor m in {modules!r}:\n    __import__(m)\nprint(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_files_are_small() -> None:
    lines = {str(path): len((ROOT / path).read_text("utf-8").splitlines()) for path in _sources()}
    assert {path: n for path, n in lines.items() if n > MAX_LINES} == {}


def test_tests_are_flat() -> None:
    tests = [path for path in _sources() if path.parts[0] == "tests"]
    assert [str(path) for path in tests if len(path.parts) != 2 or path.name == "__init__.py"] == []


def _packaging() -> dict[str, Any]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return cast(dict[str, Any], settings["tool"]["setuptools"])


def test_every_package_is_named_in_pyproject() -> None:
    named = _packaging()["packages"]
    on_disk = {".".join(path.parent.parts) for path in _sources() if path.parts[0] in MAY_IMPORT}
    assert sorted(named) == sorted(on_disk)


def test_every_data_file_of_a_package_is_packed() -> None:
    patterns: dict[str, list[str]] = _packaging()["package-data"]
    left_out = [
        str(path)
        for path in _tracked()
        if path.parts[0] in MAY_IMPORT and path.suffix != ".py"
        if not any(path.match(pattern) for pattern in patterns["*"] + patterns.get(path.parts[0], []))
    ]
    assert left_out == []


def test_readme_tree_is_the_top_level() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    tree = re.search(r"```text\n(app\.py.*?)```", readme, re.S)
    assert tree is not None, "README.md has no ```text block that starts with app.py"
    listed = {line.split()[0].rstrip("/") for line in tree[1].splitlines() if line and not line.startswith(" ")}
    on_disk = {path.parts[0] for path in _tracked()} - {".gitignore"}
    assert listed == on_disk
