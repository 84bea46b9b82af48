"""A model file made for other columns than the code has: one message about it, and no page is rejected because of
it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.cli import main
from parsers.boosted_trees import WrongModel, shipped_models
from parsers.html.scoring import article_or_not, body_scores, quality
from parsers.rules import shipped_config
from parsers.text import line_scores
from tests.flows.desk import PAGES


@pytest.fixture
def own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped models, in a copy that a test may spoil."""
    copy = Path(shutil.copytree(shipped_config() / "models", tmp_path / "shipped/models"))
    monkeypatch.setattr("parsers.boosted_trees.shipped_config", lambda: copy.parent)
    shipped_models.cache_clear()
    yield copy
    shipped_models.cache_clear()


def spoil(path: Path, columns: list[str]) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "columns": columns}), "utf-8")


NAMES = {
    body_scores.models: "body.json",
    article_or_not.models: "page.json",
    quality.models: "quality.json",
    line_scores.models: "lines.json",
}


@pytest.mark.parametrize("models", NAMES)
def test_the_first_column_that_differs_is_told(own_models: Path, models: object) -> None:
    assert callable(models)
    path = own_models / NAMES[models]
    known = json.loads(path.read_text("utf-8"))["columns"]
    for columns, said in (
        ([known[0], "other", *known[2:]], f"column 2 is 'other' in the file and '{known[1]}' in the code"),
        (known[:-1], f"column {len(known)} is missing in the file and '{known[-1]}' in the code"),
        ([*known, "more"], f"column {len(known) + 1} is 'more' in the file and missing in the code"),
        ([], f"column 1 is missing in the file and '{known[0]}' in the code"),
    ):
        spoil(path, columns)
        with pytest.raises(WrongModel) as error:
            models()
        assert str(error.value) == (
            f"{path}: the model was made for other columns than the code's ({said}); run `make train`."
        )
    spoil(path, known)
    assert models()


def test_a_verb_says_so_and_blames_no_page(own_models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(own_models / "body.json", ["other"])
    assert main(["extract", str(PAGES / "northlight/dam-talks/page.html")]) == 2
    out, err = capsys.readouterr()
    said = f"{own_models / 'body.json'}: the model was made for other columns"
    assert out == "" and err.startswith(f"copydesk: {said}")
    assert main(["--data", str(own_models / "none"), "doctor"]) == 1
    assert capsys.readouterr().out.startswith(said)
