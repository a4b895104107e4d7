from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Gradio is imported in another process: here it may be imported already.
PROGRAM = """
import pathlib, sys
from qa.web.gradio_stubs import skip_gradio_stubs

skip_gradio_stubs()
written = []
write_text = pathlib.Path.write_text
pathlib.Path.write_text = lambda self, *a, **k: written.append(self.name) or write_text(self, *a, **k)
import gradio
import gradio.component_meta

print(gradio.component_meta.create_or_modify_pyi(object, "object", []))
print([name for name in written if name.endswith(".pyi")])
print([type(finder).__name__ for finder in sys.meta_path].count("_Finder"))
print(callable(gradio.Textbox(visible=False).change))
"""


def test_gradio_works_and_writes_no_stub_when_it_is_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:4] == ["None", "[]", "0", "True"]
