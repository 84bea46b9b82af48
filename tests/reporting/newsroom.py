"""Writes the pages of six made-up outlets over some weeks, with all that a report shows: for its tests, and to look at.

Takes a number of days and a seed; gives rows as `copydesk import` reads them from JSON Lines.  Two outlets print the
copy of an agency, headlines are changed afterwards, stories are corrected, pages are refused, pictures are used again,
and one outlet's layout breaks three days before the end.  Nothing here is a real page, person or outlet.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

OUTLETS: Final = (
    "harbour-herald",
    "northland-wire",
    "valley-post",
    "kuestenblatt",
    "diario-del-puerto",
    "ostrava-list",
)
PLACES: Final = ("Nairobi", "Geneva", "Kyiv", "Jakarta", "Buenos Aires", "Hamburg", "Lagos", "Lima", "Oslo", "Ankara")
PEOPLE: Final = ("Ada Lund", "Ben Oduya", "Ines Calder", "Jonas Weil", "Mara Quiroga", "Tomas Novak", "Lena Brandt")
PHOTOGRAPHERS: Final = ("Ola Strand/Northland Wire", "Reuters", "AFP", "Mia Torres/AP", "Handout", "Ivo Marek")
NOUNS: Final = ("harbour", "council", "bridge", "minister", "river", "school", "budget", "court", "station", "ferry")
VERBS: Final = ("delays", "approves", "rejects", "opens", "reviews", "closes", "repairs", "questions", "plans", "cuts")
REST: Final = (
    "after", "talks", "with", "residents", "officials", "said", "plan", "had", "been", "known", "for", "years", "and",
    "would", "cost", "less",
)  # fmt: skip
#: Days before the end at which the layout of the first outlet breaks.
BROKEN: Final = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One fetched page: a row of JSON Lines for `copydesk import`."""

    url: str
    html: str
    fetched_at: str


def rows(days: int, *, until: datetime, seed: int = 1, a_day: int = 7) -> Iterator[Row]:
    """The pages of all outlets on the days before `until`, each fetched some minutes after it was published."""
    chance = random.Random(seed)
    for day in range(days, 0, -1):
        start = until - timedelta(days=day)
        wire = [_story(chance) for _ in range(2)]
        for number, outlet in enumerate(OUTLETS):
            # The first outlet has most: fewer than five pages a day raise no alarm.
            stories = [_story(chance) for _ in range(max(1, a_day - number))] + (wire if number in (0, 2) else [])
            for place, story in enumerate(stories):
                at = start + timedelta(minutes=chance.randrange(20 * 60))
                yield from _pages(
                    chance, outlet, f"{start:%Y%m%d}-{place}", story, at, broken=number == 0 and day <= BROKEN
                )
            yield _refused(outlet, start)


def write(file: Path, days: int, *, until: datetime | None = None, seed: int = 1, a_day: int = 7) -> None:
    """Write the rows into a file of JSON Lines."""
    with file.open("w", encoding="utf-8") as out:
        for row in rows(days, until=until or datetime.now(UTC), seed=seed, a_day=a_day):
            out.write(json.dumps({"url": row.url, "html": row.html, "fetched_at": row.fetched_at}) + "\n")


def _sentence(chance: random.Random, words: int) -> str:
    said = [
        f"The {chance.choice(NOUNS)} {chance.choice(VERBS)} the {chance.choice(NOUNS)}",
        *chance.sample(REST, words),
    ]
    return " ".join(said) + "."


@dataclass(frozen=True, slots=True)
class _Story:
    headline: str
    paragraphs: tuple[str, ...]
    picture: int
    place: str
    people: tuple[str, str]
    agency: bool
    correction: bool


def _story(chance: random.Random) -> _Story:
    return _Story(
        f"{chance.choice(NOUNS).title()} {chance.choice(VERBS)} {chance.choice(NOUNS)} in {chance.choice(PLACES)} row",
        tuple(
            " ".join(_sentence(chance, chance.randrange(4, len(REST))) for _ in range(chance.randrange(2, 5)))
            for _ in range(chance.randrange(4, 9))
        ),
        chance.randrange(60),
        chance.choice(PLACES),
        tuple(chance.sample(PEOPLE, 2)),  # type: ignore[arg-type]
        chance.random() < 0.3,
        chance.random() < 0.04,
    )


def _pages(
    chance: random.Random, outlet: str, slug: str, story: _Story, at: datetime, *, broken: bool
) -> Iterator[Row]:
    url = f"https://www.{outlet}.example/news/{slug}-{'-'.join(story.headline.lower().split()[:4])}"
    fetched = at + timedelta(minutes=chance.randrange(3, 90))
    yield Row(url, _html(outlet, url, story, story.headline, at, broken), fetched.isoformat())
    if chance.random() < 0.08:
        later = fetched + timedelta(hours=chance.randrange(1, 9))
        changed = f"{story.headline}, again"
        yield Row(url, _html(outlet, url, story, changed, at, broken), later.isoformat())


def _html(outlet: str, url: str, story: _Story, headline: str, at: datetime, broken: bool) -> str:
    name = outlet.replace("-", " ").title()
    author, editor = story.people
    paragraphs = story.paragraphs[:2] if broken else story.paragraphs
    cue = f"<p>Reporting by {author} in {story.place}; editing by {editor}</p>"
    agency = "<p>Northland Wire contributed to this report.</p>" if story.agency else ""
    corrected = (
        "<p>Correction: An earlier version of this story named the wrong street.</p>" if story.correction else ""
    )
    picture, pictured = story.picture, NOUNS[story.picture % len(NOUNS)]
    credit = PHOTOGRAPHERS[picture % len(PHOTOGRAPHERS)]
    declared = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": headline, "url": url,
        "datePublished": at.isoformat(), "publisher": {"@type": "Organization", "name": name},
    }  # fmt: skip
    return f"""<!doctype html><html lang="en"><head><title>{headline} | {name}</title>
<meta property="og:site_name" content="{name}"><link rel="canonical" href="{url}">
<script type="application/ld+json">{json.dumps(declared)}</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>{headline}</h1>
{"" if broken else f'<p class="byline">By {author}</p>'}<time datetime="{at.isoformat()}">{at:%d %B %Y, %H:%M}</time>
<figure><img src="/pictures/{picture}.jpg" width="1200" height="800" alt="The {pictured}">
<figcaption>The {pictured} on day {picture}. Photo: {credit}</figcaption></figure>
{"".join(f"<p>{text}</p>" for text in paragraphs)}{agency}{corrected}{cue}</article></main>
<footer><p>© {name}. All rights reserved.</p></footer></body></html>"""


def _refused(outlet: str, day: datetime) -> Row:
    url = f"https://www.{outlet}.example/gone/{day:%Y%m%d}"
    html = "<html><head><title>Page not found</title></head><body><h1>404</h1><p>Page not found.</p></body></html>"
    return Row(url, html, day.isoformat())
