"""read_date: one string in, one ISO date out, in many languages; never swapped, never in the future."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates.read_date import may_be_date, read_date
from parsers.dates.regular_forms import read_regular
from parsers.rules import default_rules

FORMS = [
    ("2024-05-03T15:47:42.389000+00:00", None, "2024-05-03T15:47:42.389000+00:00"),
    ("2024-05-03T15:47:42Z", None, "2024-05-03T15:47:42+00:00"),
    ("2024-05-03T15:47:42+02:00", None, "2024-05-03T15:47:42+02:00"),
    ("2024-05-03T15:47:42.5-03:30", None, "2024-05-03T15:47:42.500000-03:30"),
    # No zone is so far away: the time is kept, the offset is not believed.
    ("2024-05-03T15:47:42+15:00", None, "2024-05-03T15:47:42"),
    ("2024-05-03T15:47:42+0200", None, "2024-05-03T15:47:42+02:00"),
    ("2024-05-03T15:47:42 -0500", "en", "2024-05-03T15:47:42-05:00"),
    ("2024-05-03 15:47", None, "2024-05-03T15:47:00"),
    ("2024-05-03", None, "2024-05-03"),
    ("20240503", None, "2024-05-03"),
    ("20240503T154700Z", None, "2024-05-03T15:47:00+00:00"),
    ("1714750062", None, "2024-05-03T15:27:42+00:00"),
    ("1714750062000", None, "2024-05-03T15:27:42+00:00"),
    ("Fri, 03 May 2024 15:47:42 GMT", None, "2024-05-03T15:47:42+00:00"),
    ("Mon Apr 29 09:36:00 CEST 2024", "de", "2024-04-29T09:36:00+02:00"),
    ("May 3, 2024 3:47 p.m. ET", "en", "2024-05-03T15:47:00-04:00"),
    ("Published 12:05 AM EST, Wed January 3, 2024", "en-US", "2024-01-03T00:05:00-05:00"),
    ("Friday 3 May 2024 4pm", "en-GB", "2024-05-03T16:00:00"),
    ("3rd of March 2024", "en", "2024-03-03"),
    ("Sept. 3, 2024", "en", "2024-09-03"),
    ("3. Mai 2024, 15:47 Uhr", "de", "2024-05-03T15:47:00"),
    ("Stand: 03.05.2024, 15.47 Uhr", "de", "2024-05-03T15:47:00"),
    ("Apr 28, 2024", "de", "2024-04-28"),
    ("1er mars 2024 à 15h47", "fr", "2024-03-01T15:47:00"),
    ("3 de mayo de 2024 - 15:47", "es", "2024-05-03T15:47:00"),
    ("Publicado el 03/05/2024 a las 15:47h", "es", "2024-05-03T15:47:00"),
    ("28 de março de 2024", "pt", "2024-03-28"),
    ("3 maggio 2024 alle 15:47", "it", "2024-05-03T15:47:00"),
    ("03-05-2024", "nl", "2024-05-03"),
    ("4 Eylül 2024 - 13:40", "tr", "2024-09-04T13:40:00"),
    ("3 мая 2024, 15:47", "ru", "2024-05-03T15:47:00"),
    ("3 maja 2024", "pl", "2024-05-03"),
    ("3. května 2024 15:47", "cs", "2024-05-03T15:47:00"),
    ("2024. május 3.", "hu", "2024-05-03"),
    ("2024 m. gegužės 3 d. 15:47", "lt", "2024-05-03T15:47:00"),
    ("3. toukokuuta 2024 klo 15.47", "fi", "2024-05-03T15:47:00"),
    ("3 Μαΐου 2024", "el", "2024-05-03"),
    # The short names of months in modern Greek, and capitals without accents.
    ("Κυριακή 11 Δεκέμβρη 2011 | Σελίδα 2", "el", "2011-12-11"),
    ("3 ΜΑΪΟΥ 2024", "el", "2024-05-03"),
    # The time of day joined to the date by a dash or a slash.
    ("06/12/11-15:59", "el", "2011-12-06T15:59:00"),
    ("[11:48/08.12.2011]", "ru", "2011-12-08T11:48:00"),
    # A year of two digits behind the month, where no word follows that would make it an hour or a count.
    ("3 sty 12 06:15 , GK", "pl", "2012-01-03T06:15:00"),
    ("Опубликовано 28 ноября 11 (14:41)", "ru", "2011-11-28T14:41:00"),
    ("3 May 24 at 10:15", "en-GB", "2024-05-03T10:15:00"),
    ("15-Nov-23", "en", "2023-11-15"),
    ("26 Nov 99", "en", "1999-11-26"),
    ("Nov 15, '23", "en-US", "2023-11-15"),
    ("2024. gada 3. maijs, 15:47", "lv", "2024-05-03T15:47:00"),
    ("15 Tháng mười một, 2024", "vi", "2024-11-15"),
    ("5 Th3 2024", "vi", "2024-03-05"),
    ("15 नवं 2024", "hi", "2024-11-15"),
    ("१५ फेब्रुवारी २०२४", "mr", "2024-02-15"),
    ("১৫ জানুয়ারি ২০২৪", "bn", "2024-01-15"),
    ("15 aou\u0302t 2024", "fr", "2024-08-15"),
    ("11.15.2024", "en-US", "2024-11-15"),
    ("3 مايو 2024", "ar", "2024-05-03"),
    ("٣ مايو ٢٠٢٤", "ar", "2024-05-03"),
    ("3 मई 2024", "hi", "2024-05-03"),
    ("2024年5月3日 15時47分", "ja", "2024-05-03T15:47:00"),
    ("2024년 5월 3일 15:47", "ko", "2024-05-03T15:47:00"),
    ("2024.05.03 15:47", "ko", "2024-05-03T15:47:00"),
    ("2024. 5. 3. 15:47", "ko", "2024-05-03T15:47:00"),
    ("2024. 05. 03. 15:47", "hu", "2024-05-03T15:47:00"),
    ("Thứ Sáu, 3 tháng 5, 2024", "vi", "2024-05-03"),
    ("3 മേയ് 2024 03:47 PM", "ml", "2024-05-03T15:47:00"),
    ("3 మే 2024 03:47 పీఎం", "te", "2024-05-03T15:47:00"),
    ("3 مئی 2024 03:47 شام", "ur", "2024-05-03T15:47:00"),
    ("Mayo 3, 2024 3:47 ng hapon", "fil", "2024-05-03T15:47:00"),
    ("৩ মে ২০২৪, ০৩:৪৭ পিএম", "bn", "2024-05-03T15:47:00"),
    ("3 मई 2024, 03:47 पीएम", "hi", "2024-05-03T15:47:00"),
    ("الجمعة ، 3 مايو ، 2024", "ar", "2024-05-03"),
    ("Cəmiyyət 3 may 2024 15:47 (UTC+04)", "az", "2024-05-03T15:47:00+04:00"),
    ("Друштво, 3. маја 2024. у 15:47", "sr", "2024-05-03T15:47:00"),
    ("Publikuar më 3 maj 2024, 15:47", "sq", "2024-05-03T15:47:00"),
    ("2024 05 / 03 15:47:12", "zh", "2024-05-03T15:47:12"),
    ("2024ko maiatzaren 3a 15:47", "eu", "2024-05-03T15:47:00"),
    ("Asteartea, 2024ko maiatzak 3", "eu", "2024-05-03"),
    ("3 กันยายน 2024", "th", "2024-09-03"),  # a language that only the library knows
    ("2026 නොවැම්බර් මස 22 1204", "si", "2026-11-22"),
    ("ថ្ងៃទី២២ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "km", "2026-11-22"),
    ("ວັນທີ 22 ພະຈິກ 2026", "lo", "2026-11-22"),
    ("၂၀၂၆ ခုနှစ် နိုဝင်ဘာလ ၂၂ ရက်", "my", "2026-11-22"),
    ("နိုဝင်ဘာ ၂၂၊ ၂၀၂၆", "my", "2026-11-22"),
    ("22ی تشرینی دووەم 2026", "ckb", "2026-11-22"),
    ("السبت 21 نونبر 2026 - 22:00", "ar", "2026-11-21T22:00:00"),
    ("5 جويلية 2026", "ar", "2026-07-05"),
    ("ኅዳር 10 ቀን 2019 ዓ.ም.", "am", "2026-11-19"),
    ("ነሐሴ 30 ቀን 2015", "am", "2023-09-05"),
    ("ኖቬምበር 19, 2026", "am", "2026-11-19"),
]

UNREAD = [
    ("12 hours ago", "en"),
    ("vor 2 Stunden", "de"),
    ("yesterday", "en"),
    ("May 2024", "en"),
    ("May 3", "en"),
    ("15:47", "en"),
    ("3 May 12:30", "en"),
    ("3 May 10 am", "en"),
    ("3 May 24 comments", "en"),
    ("2024-13-45", None),
    ("31/02/2024", "fr"),
    ("1970-01-01T00:00:00Z", None),
    ("2024-02-31T15:47:42Z", None),
    ("0001-01-01T00:00:00", None),
    ("", None),
    ("Version 10.12.4", "en"),
    ("2024 05/03", "zh"),
    ("Call 01/02/03/04/05", "en-GB"),
    ("He said on 3 May 2024 " + "that nothing had been decided " * 8, "en"),
]

ORDERS = [
    ("05/03/2024", "en-US", "2024-05-03"),
    ("05/03/2024", "en-GB", "2024-03-05"),
    ("05/03/2024", "fr", "2024-03-05"),
    ("05/03/2024", "en", None),
    ("05/03/2024", None, None),
    ("Fri, 05/03/2024 - 17:57", "en", "2024-05-03T17:57:00"),
    ("Tuesday, 05/03/2024", "en", "2024-03-05"),
    ("Mon, 05/03/2024", "en", None),
    ("vendredi 05/03/2024", None, "2024-05-03"),
    ("Thứ Sáu, 05/03/2024", None, "2024-05-03"),
    ("25/03/2024", "en-US", "2024-03-25"),
    ("03/25/2024", "en-GB", "2024-03-25"),
    ("05.03.2024", "en-US", "2024-03-05"),
    ("05.03.24", "en-US", "2024-05-03"),
    ("05.03.24", "en", "2024-03-05"),
    ("05.03.24", "en-GB", "2024-03-05"),
    ("05.03.24", "de", "2024-03-05"),
    ("2024/05/03", "en-US", "2024-05-03"),
]


@pytest.mark.parametrize(("text", "language", "expected"), FORMS)
def test_forms(text: str, language: str | None, expected: str) -> None:
    assert read_date(text, language=language) == expected


@pytest.mark.parametrize(("text", "language"), UNREAD)
def test_what_is_no_date(text: str, language: str | None) -> None:
    assert read_date(text, language=language) is None


@pytest.mark.parametrize(("text", "language", "expected"), ORDERS)
def test_day_and_month_are_never_swapped(text: str, language: str | None, expected: str | None) -> None:
    assert read_date(text, language=language) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", "2024-07-03T15:47:00+02:00"),
        ("Africa/Johannesburg", "2024-07-03T15:47:00+02:00"),
        ("America/New_York", "2024-07-03T15:47:00-04:00"),
        ("Nowhere/Land", "2024-07-03T15:47:00"),
        (None, "2024-07-03T15:47:00"),
    ],
)
def test_one_printed_time_in_several_zones(zone: str | None, expected: str) -> None:
    assert read_date("3 July 2024 15:47", language="en-GB", timezone=zone) == expected


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2024-07-03 15:47 CST", "Asia/Shanghai", "2024-07-03T15:47:00+08:00"),
        ("2024-07-03 15:47 CST", "America/New_York", "2024-07-03T15:47:00-06:00"),
        ("3 July 2024 15:47 IST", "Europe/Dublin", "2024-07-03T15:47:00+01:00"),
        ("3 July 2024 15:47 IST", None, "2024-07-03T15:47:00+05:30"),
    ],
)
def test_a_name_of_several_zones_is_the_pages_own(text: str, zone: str | None, expected: str) -> None:
    assert read_date(text, language="en", timezone=zone) == expected


def test_a_stated_offset_beats_the_zone_of_the_source() -> None:
    assert read_date("2024-07-03T15:47:00+09:00", timezone="Europe/Berlin") == "2024-07-03T15:47:00+09:00"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2024-05-03T11:59:00Z", True),
        ("2024-05-03T12:01:00Z", True),  # a clock that is a minute ahead
        ("2024-05-04T11:59:00Z", True),
        ("2024-05-04T12:01:00Z", False),
        ("2024-05-03T13:30:00+02:00", True),
        ("2024-05-04", True),  # it is the 4th already in Auckland
        ("2024-05-05", False),
        ("3 May 2034", False),
    ],
)
def test_nothing_is_believed_of_the_future(text: str, kept: bool) -> None:
    fetched = datetime(2024, 5, 3, 12, 0, tzinfo=UTC)
    assert (read_date(text, language="en", not_after=fetched) is not None) == kept


moments = st.datetimes(datetime(1990, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


@given(moments, moments)
def test_iso_survives_and_stays_before_the_fetch(when: datetime, fetched: datetime) -> None:
    read = read_date(when.isoformat(), not_after=fetched)
    assert read == (when.isoformat() if when <= fetched + timedelta(hours=24) else None)


@given(st.text(max_size=60), st.sampled_from([None, "en", "de", "ja", "xx"]))
def test_any_text_gives_a_date_or_none(text: str, language: str | None) -> None:
    read = read_date(text, language=language, not_after=datetime(2026, 1, 1, tzinfo=UTC))
    assert read is None or datetime.fromisoformat(read).replace(tzinfo=UTC) < datetime(
        2026, 1, 1, tzinfo=UTC
    ) + timedelta(days=2)


@given(st.text("0123456789 ./-年月日TZ:MayJan,", max_size=30), st.sampled_from([None, "en-GB", "ja", "de"]))
def test_no_regular_date_is_passed_over_unread(text: str, language: str | None) -> None:
    if read_regular(text, language=language, words=default_rules().family("dates")) is not None:
        assert may_be_date(text)


@pytest.mark.parametrize("text", [form[0] for form in FORMS])
def test_every_form_may_be_a_date(text: str) -> None:
    assert may_be_date(text)


@pytest.mark.parametrize("text", ["Ferry back in service", "5 min read", "3 May", "15:47", "40 passengers, 6 crew"])
def test_what_has_no_year_and_no_row_of_numbers_is_no_date(text: str) -> None:
    assert not may_be_date(text)
