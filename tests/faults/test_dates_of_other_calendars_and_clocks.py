"""Dates as they are printed where the clock has twelve hours, or the year is not 2024: read right, or not at all."""

import pytest

from parsers.dates.calendars import day_of
from parsers.dates.read_date import read_date

CLOCKS = [
    ("2026년 3월 4일 오후 3:20", "ko", "15:20"),
    ("2026.03.04 오전 12:20", "ko", "00:20"),
    ("2026년 3월 4일 오후 12시 5분", "ko", "12:05"),
    ("2026년 3월 4일 밤 11시 30분", "ko", "23:30"),
    ("입력 2026.03.04. 오후 3:20", "ko", "15:20"),
    ("2026年3月4日 午後3時20分", "ja", "15:20"),
    ("2026年3月4日午前0時5分", "ja", "00:05"),
    ("2026年3月4日 午後3時", "ja", "15:00"),
    ("2026年3月4日下午3:20", "zh", "15:20"),
    ("2026年3月4日 下午 03:20:10", "zh", "15:20:10"),
    ("2026年3月4日 晚上9点半", "zh", "21:30"),
    ("2026年3月4日 中午12:20", "zh", "12:20"),
    ("2026年3月4日 凌晨12:20", "zh", "00:20"),
    ("2026-03-04 3:20 下午", "zh-TW", "15:20"),
    ("4 مارس 2026 02:15 م", "ar", "14:15"),
    ("4 مارس 2026م 02:15 ص", "ar", "02:15"),
    ("4 مارس 2026 12:15 صباحاً", "ar", "00:15"),
    ("4 مارس 2026 - 9:22 مساءً", "ar", "21:22"),
    ("4/3/2026 3:20 μ.μ.", "el", "15:20"),
    ("4 Μαρτίου 2026, 12:20 πμ", "el", "00:20"),
    ("4η Μαρτίου 2026, 12:20 πμ", "el", "00:20"),
    ("4/3/2026 3:20 CH", "vi", "15:20"),
    ("4/3/2026 3:20 SA", "vi", "03:20"),
    ("4/3/2026, 3 giờ 20 phút chiều", "vi", "15:20"),
    ("4/3/2026, 3 giờ rưỡi chiều", "vi", "15:30"),
    ("4/3/2026, 7 giờ sáng", "vi", "07:00"),
    ("4 maart 2026, 7 uur", "nl", "07:00"),
    ("4 मार्च 2026, शाम 5:20", "hi", "17:20"),
    ("4 मार्च 2026, 12:20 अपराह्न", "hi", "12:20"),
    ("4 মার্চ 2026, রাত 1:20", "bn", "01:20"),
    ("2026. március 4. du. 3:20", "hu", "15:20"),
    ("4 mars 2026 kl 3:20 em", "sv", "15:20"),
    ("4 mar 2026 3:20 PTG", "ms", "15:20"),
    ("4 Mart 2026 ÖS 3:20", "tr", "15:20"),
    ("4 de marzo de 2026, 9:20 de la noche", "es", "21:20"),
    ("4 марта 2026, 3:20 ночи", "ru", "03:20"),
    ("March 4, 2026 3:20 PM", "ko", "15:20"),
    # The word is of another language, part of another word, or the hour is already of twenty-four.
    ("4/3/2026 3:20 CH", "it", "03:20"),
    ("4 mars 2026 3:20 empire", "sv", "03:20"),
    ("2026년 3월 4일 오후 15:20", "ko", "15:20"),
    ("4 مارس 2026م 14:15", "ar", "14:15"),
]

CALENDARS = [
    ("۱۳ اسفند ۱۴۰۴ - ۱۱:۴۵", "fa", "2026-03-04T11:45:00"),
    ("چهارشنبه ۱۳ اسفندماه ۱۴۰۴ ساعت ۳:۲۰ ب.ظ", "fa", "2026-03-04T15:20:00"),
    ("۱۴۰۴/۱۲/۱۳", "fa", "2026-03-04"),
    ("1404-12-13T11:45:00+03:30", "fa", "2026-03-04T11:45:00+03:30"),
    ("13/12/1404", "fa", "2026-03-04"),
    ("۳۰ اسفند ۱۴۰۳", "fa", "2025-03-20"),
    ("۴ مارس ۲۰۲۶", "fa", "2026-03-04"),
    ("2026-03-04", "fa", "2026-03-04"),
    ("۱۳ حوت ۱۴۰۴", "ps", "2026-03-04"),
    ("۳۰ اسفند ۱۴۰۴", "fa", None),
    ("1404/12/13", "en-GB", None),
    ("4 มีนาคม 2569 14:15 น.", "th", "2026-03-04T14:15:00"),
    ("วันที่ 4 มี.ค. 2569", "th", "2026-03-04"),
    ("4 มีนาคม พ.ศ. 2569", "th", "2026-03-04"),
    ("4/3/2569", "th", "2026-03-04"),
    ("04 มี.ค. 69 | 10:30 น.", "th", "2026-03-04T10:30:00"),
    ("4 มี.ค. 10:30 น.", "th", None),
    ("2569-03-04T14:15:00+07:00", "th", "2026-03-04T14:15:00+07:00"),
    ("4 มีนาคม 2026", "th", "2026-03-04"),
    ("2569-03-04T14:15:00+07:00", "en", None),
    ("15 رمضان 1447 هـ", "ar", "2026-03-04"),
    ("15 رمضان 1447 هـ - 4 مارس 2026 م، 14:15", "ar", "2026-03-04T14:15:00"),
    ("1447/09/15", "ar", "2026-03-04"),
    ("15 رمضان 1847", "ar", None),
    ("24 نيسان / أبريل 2020 09:22 مساءً", "ar", "2020-04-24T21:22:00"),
    ("24 أبريل (نيسان) 2020", "ar", "2020-04-24"),
    ("令和8年3月4日 15時20分", "ja", "2026-03-04T15:20:00"),
    ("令和元年5月1日", "ja", "2019-05-01"),
    ("平成31年4月30日", "ja", "2019-04-30"),
    ("民國115年3月4日", "zh-TW", "2026-03-04"),
    ("發布日期：115年3月4日 15:20", "zh-TW", "2026-03-04T15:20:00"),
    ("令和3年", "ja", None),
]

#: Declared times whose numbers have one digit where the standard wants two.
ONE_DIGIT = [
    ("2020-12-05T23:15:0Z", "2020-12-05T23:15:00+00:00"),
    ("2020-12-5T9:5:0+0100", "2020-12-05T09:05:00+01:00"),
    ("2020-2-5 9:05", "2020-02-05T09:05:00"),
    ("2020/12/5 23:15:0 +01:00", "2020-12-05T23:15:00+01:00"),
    ("Sat, 5 Dec 2020 23:15:0 GMT", "2020-12-05T23:15:00+00:00"),
    ("20201205T231500+0100", "2020-12-05T23:15:00+01:00"),
    ("2020-12-05T24:15:0Z", "2020-12-05"),
]

#: Zones by names that are not of Latin letters; "МСК+2" is two hours ahead of Moscow, and no zone that is known.
ZONES = [
    ("4 марта 2026, 14:15 МСК", "ru", "2026-03-04T14:15:00+03:00"),
    ("14:15 (мск), 4 марта 2026", "ru", "2026-03-04T14:15:00+03:00"),
    ("4 марта 2026, 14:15 Мск", "ru", "2026-03-04T14:15:00+03:00"),
    ("4 марта 2026, 14:15 МСК+2", "ru", "2026-03-04T14:15:00"),
    ("4 March 2026, 14:15 MSK+2", "en-GB", "2026-03-04T14:15:00"),
    ("4 марта 2026, 14:15 мэр", "ru", "2026-03-04T14:15:00"),
    ("4 mars 2026, 14:15 est", "fr", "2026-03-04T14:15:00"),
    # A length of time.
    ("4 maart 2026, 7 uur geleden", "nl", "2026-03-04"),
]


@pytest.mark.parametrize(("text", "language", "expected"), ZONES)
def test_zones_in_other_scripts(text: str, language: str, expected: str) -> None:
    assert read_date(text, language=language) == expected


@pytest.mark.parametrize(("text", "language", "clock"), CLOCKS)
def test_the_half_of_the_day_is_read_in_every_language(text: str, language: str, clock: str) -> None:
    assert (read_date(text, language=language) or "")[:19] == f"2026-03-04T{clock}" + ":00" * (len(clock) == 5)


@pytest.mark.parametrize(("text", "language", "expected"), CALENDARS)
def test_other_calendars(text: str, language: str, expected: str | None) -> None:
    assert read_date(text, language=language) == expected


@pytest.mark.parametrize(("text", "expected"), ONE_DIGIT)
def test_declared_times_with_numbers_of_one_digit(text: str, expected: str | None) -> None:
    assert read_date(text, language=None) == expected


def test_the_persian_year_begins_where_irans_calendar_says() -> None:
    begun = {1399: "2020-03-20", 1400: "2021-03-21", 1403: "2024-03-20", 1404: "2025-03-21", 1408: "2029-03-20"}
    assert {year: str(day_of(year, 1, 1, "persian")) for year in begun} == begun
