"""When an AMP page turns out to hold no story, the story's main page is requested; after a good AMP page it is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flows.parse import parse
from flows.scrape import scrape
from tests.acquire.loopback import Site, answers, site
from tests.acquire.test_follow import feed
from tests.flows.desk import PAGES

STUB = b"<html><head><title>Herald</title></head><body><p>Open this story in our app.</p></body></html>"
DAM, HALL = "/2026/dam-talks-resume", "/2026/rathaus-wird-saniert"


def configured(folder: Path, served: Site) -> Path:
    folder.mkdir()
    (folder / "copydesk.toml").write_text("[fetch]\nallow_private = true\ndelay = 0.0\njitter = 0.0\nretries = 0\n")
    (folder / "sources.toml").write_text(f'[[source]]\nname = "small"\nfeeds = ["{served.url}/feed"]\n')
    return folder


@pytest.mark.slow
def test_the_main_page_takes_the_place_of_a_refused_amp_page(tmp_path: Path) -> None:
    dam, hall = (PAGES / name / "page.html" for name in ("northlight/dam-talks", "talbote/rathaus"))
    table = {DAM: dam.read_bytes(), HALL: hall.read_bytes(), DAM + "/amp": STUB, HALL + "/amp": hall.read_bytes()}

    async def run() -> None:
        async with site(table) as s:
            config, data = configured(tmp_path / "config", s), tmp_path / "data"
            listed = ([DAM + "/amp", HALL + "/amp"], [DAM, HALL + "?ref=home"], [DAM + "/amp", HALL, DAM])
            for forms in listed:
                s.answers["/feed"] = answers(text=feed(forms), content_type="text/xml")
                await asyncio.to_thread(scrape, data=str(data), config=str(config))
                if forms is listed[0]:
                    await asyncio.to_thread(parse, data=str(data), config=str(config))
            assert sorted(asked for asked in s.asked if "2026" in asked) == [DAM, DAM + "/amp", HALL + "/amp"]

    asyncio.run(run())
