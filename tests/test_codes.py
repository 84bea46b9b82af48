"""Codes of languages and regions: those of CLDR are known, others are told."""

from __future__ import annotations

import pytest

from parsers.config_files.cldr_codes import LANGUAGES, MORE_REGIONS
from parsers.config_files.value_checks import code, language


@pytest.mark.parametrize("known", ["en", "en-GB", "zh-Hant-TW", "es-419", "gsw", "bh", "fil-PH", "sr-Latn-XK", "tlh"])
def test_a_code_is_known(known: str) -> None:
    assert language(known) is None


@pytest.mark.parametrize("wrong", ["qq", "en-QQ", "english", "EN", "en_GB", "xyz", "", 3])
def test_a_slip_is_told(wrong: object) -> None:
    assert "must be a language code" in (language(wrong) or "")


def test_a_region_is_too_much_where_a_language_is_meant() -> None:
    assert code("gsw") is None and "did you mean 'gsw'" in (code("gsw-CH") or "")


def test_they_are_those_of_cldr() -> None:
    babel = pytest.importorskip("babel", reason="babel is there for `make train` only")
    import pytz

    english = babel.Locale("en")
    assert {name for name in english.languages if "_" not in name} == LANGUAGES - {"bh"}
    regions = {name for name in english.territories if not name.isdigit()}
    assert regions - set(pytz.country_names) == MORE_REGIONS
