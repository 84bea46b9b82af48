"""pyarrow makes arrays without pandas, and tables of pandas all the same when asked for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("pandas")

_TRIED = """
import sys
import pyarrow as pa
from warehouse.arrow_alone import without_pandas
without_pandas()
made = pa.array([1, 2], pa.int64())
print("pandas" in sys.modules, "_NotHere" in str(sys.meta_path))
print(pa.table({"x": made}).to_pandas()["x"].sum())
without_pandas()
import pandas
print(pa.array(pandas.Series([1.0, float("nan")])).null_count)
"""


def test_pandas_is_loaded_only_when_it_is_asked_for() -> None:
    done = subprocess.run([sys.executable, "-c", _TRIED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "3", "1"]
