"""Writes the Atom feed of alarms (RFC 4287), the file alerts/alarms.atom in the data directory.

The latest entries are kept in the memory of alarms, so that the file can be made again at any time and a repeated
message makes no second entry.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from flows.alerting.alarm_memory import AlarmMemory
from flows.alerting.message import Message
from flows.alerting.not_sent import NotSent
from flows.config.paths import Paths
from flows.errors import sentence
from warehouse.files import write_whole

#: Entries in the feed.
_MOST: Final = 100
#: Characters that XML 1.0 does not have: one of them would make the whole feed unreadable.
_NO_XML: Final = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATOM: Final = "http://www.w3.org/2005/Atom"


def send(message: Message, paths: Paths, memory: AlarmMemory) -> None:
    """Add a message to the feed and write the feed's file.  Raises NotSent; then `memory` is as it was."""
    entry = {"id": message.id, "at": message.at.isoformat(), "title": message.subject, "text": message.text}
    entries = [*(one for one in memory.feed if one["id"] != message.id), entry][-_MOST:]
    try:
        paths.alerts.mkdir(parents=True, exist_ok=True)
        write_whole(paths.alerts / "alarms.atom", atom(entries, message.host))
    except OSError as error:
        raise NotSent(sentence(error).rstrip(".")) from None
    memory.feed = entries


def atom(entries: list[dict[str, str]], host: str) -> str:
    """Write the feed as XML, the newest entry first.

    `entries`: as they are kept in AlarmMemory.feed.  `host`: name of the machine, for the feed's title.
    """
    root = Element("feed", {"xmlns": _ATOM})
    SubElement(root, "id").text = f"urn:copydesk:alarms:{host}"
    SubElement(root, "title").text = f"Alarms of copydesk on {host}"
    SubElement(root, "updated").text = entries[-1]["at"]
    SubElement(SubElement(root, "author"), "name").text = "copydesk"
    for one in reversed(entries):
        entry = SubElement(root, "entry")
        SubElement(entry, "id").text = f"urn:copydesk:alarm:{one['id']}"
        SubElement(entry, "title").text = _NO_XML.sub("\ufffd", one["title"])
        SubElement(entry, "updated").text = one["at"]
        SubElement(entry, "content", {"type": "text"}).text = _NO_XML.sub("\ufffd", one["text"])
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'
