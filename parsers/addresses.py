"""What an address is: which page it names whatever way a reader came to it, and which outlet it belongs to.

Takes web addresses and the rules of config/rules/tracking.toml and config/rules/addresses.toml as a value, gives keys:
"host/path?query", equal for all addresses of one page.  The crawler and the warehouse both compare addresses by these
and by nothing else.  Fetches nothing; what is on no list of the rules stays in the key.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

import idna
from publicsuffixlist import PublicSuffixList

from parsers.rules import Family, Rule, Rules

#: Part of the version of all keys: a change of this module that gives other keys raises it.
_KEYS: Final = "1"
_SCHEMES: Final = ("http", "https")
_DEFAULT_PORTS: Final = (None, 80, 443)
#: What may stand in a key as it is (RFC 3986); everything else is percent-encoded, and what need not be is not.
_IN_PATH: Final = "!$&'()*+,=:@"
_IN_QUERY: Final = "!$'()*,:@/?"
#: A copy of a page in a cache may itself be one of a cache.
_WRAPPED: Final = 3
#: White space that a feed's line ends leave in an address, and white space that belongs to it.
_LINE_END: Final = re.compile(r"\s*[\r\n\t\0]\s*")
_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True, eq=False)
class AddressRules:
    """What does not tell pages apart, as rules."""

    #: Parameters that say how a reader came; they are left out of requests, too.
    tracking: Family
    #: Other forms of the same page (AMP, print, mobile); asked for as they are, and the same in keys.
    forms: Family

    @property
    def version(self) -> str:
        """A short text that differs when keys may differ."""
        digest = hashlib.sha256(_KEYS.encode())
        for rule in (*self.tracking.rules, *self.forms.rules):
            digest.update(f"\0{rule.source.case}{rule.source.expanded()}{sorted(rule.data.items())}".encode())
        return digest.hexdigest()[:16]

    def for_part(self, part: str) -> Iterable[Rule]:
        """The rules on other forms that look at one part of an address."""
        return (rule for rule in self.forms.rules if rule.data.get("part", "parameter") == part)


def address_rules(rules: Rules) -> AddressRules:
    """The rules on addresses among all rules."""
    return AddressRules(rules.family("tracking"), rules.family("addresses"))


def split_address(url: str) -> SplitResult | None:
    """The parts of an absolute web address, its scheme and host in lower case; None for anything else."""
    try:
        parts = urlsplit(without_line_ends(url))
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts if parts.scheme in _SCHEMES and parts.hostname else None


def without_line_ends(url: str) -> str:
    """An address as one line, white space inside it percent-encoded."""
    return _SPACE.sub(lambda found: quote(found[0]), _LINE_END.sub("", url.strip()))


def page_key(url: str | None, rules: AddressRules) -> str | None:
    """ "host/path?query", equal for every address of the same page; None for what is no web address.

    Not in it: scheme, user name, default ports, www and its like, what says how the reader came, session ids, AMP,
    print and mobile forms, index.html, the fragment (but for "#!", behind which some sites name their pages).
    """
    return _key(url, rules, _WRAPPED) if url else None


def outlet_host(url: str | None, rules: AddressRules) -> str | None:
    """The host that stands for an address's outlet, the same for its www, mobile and AMP pages; None as page_key."""
    key = page_key(url, rules)
    return key_host(key) if key else None


def key_host(key: str) -> str:
    """The host in a key, with its port where that is not the usual one."""
    return re.split(r"[/?#]", key, maxsplit=1)[0]


def site(key: str) -> str:
    """The registrable domain in a key ("example.co.uk"): addresses of one outlet share it.

    Hosts without one (IP addresses, localhost) are sites of their own, each port another.
    """
    host = key_host(key)
    name = host if host.startswith("[") else host.partition(":")[0]
    return _registrable(name) or host


def is_front(key: str) -> bool:
    """Whether a key is that of a host's front page."""
    return key == key_host(key) + "/"


def lies_below(key: str, above: str) -> bool:
    """Whether an address lies below another one ("example.org/sport/a" below "example.org/sport")."""
    return "?" not in above and key.startswith(above.rstrip("/") + "/") and key != above


def above(key: str) -> list[str]:
    """The addresses that a key lies below, the nearest first; the front page is none."""
    steps = key.partition("?")[0].split("/")
    return ["/".join(steps[:count]) for count in range(len(steps) - 1, 1, -1)]


def is_tracking(parameter: str, tracking: Family) -> bool:
    """Whether a parameter of an address says how the reader came, or for which visit it was made, not which page it is.

    parameter: as it stands in the address, "name=value" or a name alone.
    """
    return _is_any(_parameter(parameter), tracking.rules)


def _is_any(parameter: str, rules: Iterable[Rule]) -> bool:
    return any(rule.pattern.search(parameter) for rule in rules)


def _key(url: str, rules: AddressRules, wrapped: int) -> str | None:
    parts = split_address(url)
    host = _host(parts.hostname or "") if parts else ""
    if not parts or not host:
        return None
    path = _path(parts.path, rules)
    inner = _inner(host + path, parts.query, rules) if wrapped else None
    if inner and (found := _key(inner, rules, wrapped - 1)):
        return found
    for rule in rules.for_part("path"):
        path = rule.pattern.sub(str(rule.data.get("becomes", "")), path)
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    query = _query(parts.query, rules)
    page = f"#{_spelled(parts.fragment, _IN_QUERY + '=&')}" if parts.fragment.startswith("!") else ""
    return f"{_main_host(host, rules)}{port}{path or '/'}{query and '?' + query}{page}"


def _host(name: str) -> str:
    """A host name in its one spelling: lower case, ASCII (RFC 5891), without the root's dot; IPv6 in brackets."""
    name = unquote(name).lower().strip(".")
    if ":" in name:
        try:
            return f"[{ipaddress.ip_address(name.partition('%')[0])}]"
        except ValueError:
            return ""
    if name.isascii():
        return quote(name)
    try:
        return idna.encode(name, uts46=True).decode("ascii").strip(".")
    except idna.IDNAError:
        return _spelled(name, "")


def _main_host(host: str, rules: AddressRules) -> str:
    """The host without the labels of its other forms, as long as a site is left: "mobile.de" is one, "de" is none."""
    for rule in (*rules.for_part("host"),) * 2:
        rest = rule.pattern.sub("", host)
        if rest != host and (_registrable(rest) or (rule.data.get("any_site") and "." in rest)):
            host = rest
    return host


@cache
def _suffixes() -> PublicSuffixList:
    """The Public Suffix List as the library carries it; read once, which takes 50 ms."""
    return PublicSuffixList()


def _registrable(host: str) -> str | None:
    """The registrable domain of a host; None for IP addresses and for names that are none ("localhost", "co.uk")."""
    if host.startswith("[") or re.fullmatch(r"[\d.]+", host):
        return None
    found: str | None = _suffixes().privatesuffix(host)
    return found


def _inner(address: str, query: str, rules: AddressRules) -> str | None:
    """The address of the page that a cache shows at its own address."""
    for rule in rules.for_part("cache"):
        if found := rule.pattern.search(address):
            inner = re.sub("%3F", "?", found["inner"], count=1)
            join = "&" if "?" in inner else "?"
            return f"http://{inner}{join + query if query else ''}"
    return None


def _path(path: str, rules: AddressRules) -> str:
    """A path in its one spelling, without dot segments, empty ones, and the session ids that some servers put there."""
    kept: list[str] = []
    for segment in path.replace("\\", "/").split("/"):
        name, *parameters = segment.split(";")
        if (spelled := _spelled(name, _IN_PATH)) == "..":
            del kept[-1:]
        elif spelled != ".":
            named = (_spelled(p, _IN_PATH) for p in parameters if p and not is_tracking(p, rules.tracking))
            kept.append(";".join([spelled, *named]))
    return "".join(f"/{segment}" for segment in kept if segment)


def _query(query: str, rules: AddressRules) -> str:
    """The parameters that tell pages apart, by name, each once; those of one name in their order."""
    pieces = re.split("[&;]", query.replace("&amp;", "&"))
    spelled = dict.fromkeys(_parameter(piece) for piece in pieces if piece)
    saying_nothing = (*rules.tracking.rules, *rules.for_part("parameter"))
    kept = [parameter for parameter in spelled if not _is_any(parameter, saying_nothing)]
    named = sorted((parameter.partition("=") for parameter in kept), key=lambda parts: parts[0])
    return "&".join(f"{name}={value}" if value else name for name, _, value in named)


def _parameter(piece: str) -> str:
    """A parameter in its one spelling: "name=value", and "name=" whether or not an equals sign stands there."""
    name, _, value = piece.replace("+", "%20").partition("=")
    return f"{_spelled(name, _IN_QUERY)}={_spelled(value, _IN_QUERY + '=')}"


def _spelled(text: str, plain: str) -> str:
    """Percent-encoded where it must be, in capitals, and nowhere else (RFC 3986, 6.2.2)."""
    return quote(unquote_to_bytes(text.encode("utf-8", "surrogatepass")), safe=plain)
