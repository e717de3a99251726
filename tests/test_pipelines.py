"""The pages on other pipelines: their code runs where the package is installed."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

PAGES = Path(__file__).parent.parent / "docs" / "pipelines"
FERRY = (
    "The ferry leaves at half past seven, and whoever misses it waits until the tide has turned."
)
ROWS = [
    {"id": "one", "text": FERRY, "metadata": {"page": 1}},
    {"id": "two", "text": f"Harbour news\n\n{FERRY}", "metadata": {"page": 2}},
]
CLEAN = [FERRY, "Harbour news"]


def code_of(name: str, package: str) -> str:
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    return "".join(re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))


def test_datatrove(tmp_path, monkeypatch):
    code = code_of("datatrove", "datatrove")
    monkeypatch.chdir(tmp_path)
    Path("filtered").mkdir()
    Path("filtered", "0.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    exec(compile(code, "datatrove.md", "exec"), {"__name__": "__main__"})
    (out,) = Path("cleaned").iterdir()
    rows = [*map(json.loads, out.read_text().splitlines())]
    assert [row["text"] for row in rows] == CLEAN
    assert [(row["id"], row["metadata"]["page"]) for row in rows] == [("one", 1), ("two", 2)]


def test_data_juicer():
    code = code_of("data-juicer", "data_juicer")
    names: dict[str, type] = {"__name__": "passages"}
    exec(compile(code, "data-juicer.md", "exec"), names)
    from data_juicer.core.data import NestedDataset

    given = NestedDataset.from_list([{"id": row["id"], "text": row["text"]} for row in ROWS])
    cleaned = given.process([names["PassageDeduplicator"]()], open_monitor=False)
    assert cleaned["text"] == CLEAN
    assert cleaned["id"] == ["one", "two"]


def test_nemo_curator():
    code = code_of("nemo-curator", "nemo_curator")
    names: dict[str, type] = {"__name__": "passages"}
    exec(compile(code, "nemo-curator.md", "exec"), names)
    import pyarrow as pa
    from nemo_curator.tasks import DocumentBatch

    given = DocumentBatch(dataset_name="pages", data=pa.Table.from_pylist(ROWS))
    cleaned = names["Passages"]().process(given).to_pyarrow()
    assert cleaned["text"].to_pylist() == CLEAN
    assert cleaned.drop(["text"]) == given.to_pyarrow().drop(["text"])
