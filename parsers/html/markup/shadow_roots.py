"""Opens declarative shadow roots: `template` elements with a shadowrootmode attribute, whose content browsers show.

Takes the tree of a page and changes it: such a template becomes an ordinary box, and the other children of its parent
(the host) move into the slots that they name.  Other templates stay closed, since browsers do not show them.
Shadow roots that only frame the host's children with labels, as a player or a menu does, stay closed as well.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from parsers.html.markup.xpaths import Locator

#: shadowroot is the name of Chrome's first trial.
_ATTRIBUTES: Final = ("shadowrootmode", "shadowroot")
_MODES: Final = frozenset(("open", "closed"))
#: Elements of text; what has none of them is the frame of a player, a card, a menu.
_TEXTS: Final = ("p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "td", "pre")
#: The tag that an opened template gets; its XPath still says template.
_SHOWN: Final = "div"


def open_shadow_roots(root: etree._Element, locator: Locator) -> None:
    """Open all declarative shadow roots of a page in place; `root` is the html element.

    `locator` is told the XPath of each element before it moves, so that paths are those of the page as served.
    """
    hosts: list[etree._Element] = []
    for template in list(root.iter("template")):
        host = template.getparent()
        # Only the first such template of an element is its shadow root.
        if host is None or not is_shadow_root(template) or any(host is other for other in hosts[-1:]):
            continue
        hosts.append(host)
        if _is_frame(host, template):
            continue
        for child in host:
            locator.path(child)
        _fill_slots(host, template)
        template.tag = _SHOWN


def is_shadow_root(template: etree._Element) -> bool:
    """Whether a `template` element is a declarative shadow root, by its shadowrootmode attribute."""
    return any((template.get(name) or "").strip().lower() in _MODES for name in _ATTRIBUTES)


def _is_frame(host: etree._Element, template: etree._Element) -> bool:
    """Whether a shadow root only frames the host's content: its own paragraphs, lists and headings have no text."""
    filled = bool((host.text or "").strip() or (template.tail or "").strip() or len(host) > 1)
    return filled and not any("".join(map(str, element.itertext())).strip() for element in template.iter(*_TEXTS))


def _fill_slots(host: etree._Element, template: etree._Element) -> None:
    """Move the host's children and text into the slots of its shadow root; what has no slot stays where it is."""
    slots = _slots(template)
    unnamed = slots.get("")
    for child in [child for child in host if child is not template]:
        slot = slots.get((child.get("slot") or "").strip())
        if slot is None:
            continue
        if slot.get(_FILLED) is None:
            _empty(slot)
        slot.append(child)  # with the text after it
    text = (host.text or "") + (template.tail or "")
    if unnamed is not None and text.strip():
        if unnamed.get(_FILLED) is None:
            _empty(unnamed)
        unnamed.text, host.text, template.tail = text, None, None


#: Marks a slot whose own content, a stand-in, has been taken away.
_FILLED: Final = "filled"


def _empty(slot: etree._Element) -> None:
    """Remove a slot's own content, which browsers show only while nothing is moved into the slot; mark it as filled."""
    for child in list(slot):
        slot.remove(child)
    slot.text = None
    slot.set(_FILLED, "")


def _slots(template: etree._Element) -> dict[str, etree._Element]:
    """Map the name of each slot of a shadow root to the slot; the name is "" for the slot without one.

    Of several slots with the same name, the first counts.  Slots in nested templates are left out.
    """
    found: dict[str, etree._Element] = {}
    waiting = list(template)[::-1]
    while waiting:
        element = waiting.pop()
        if element.tag == "template":
            continue
        if element.tag == "slot":
            found.setdefault((element.get("name") or "").strip(), element)
        waiting.extend(list(element)[::-1])
    return found
