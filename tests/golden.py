"""Golden cases: tests/pages/<outlet>/<case>/ holds page.html or page.txt, case.toml and expected.json.

    python -m tests.golden                          compare every case, show what differs
    python -m tests.golden --bless [OUTLET/CASE]    write what the parser gives as the new expectation, after showing it
    python -m tests.golden --new OUTLET/CASE FILE --url URL --why "..."    make a case of a page

case.toml holds the facts about the page (url, fetched_at, charset) and the reason for the case.  expected.json holds
the article's fields that are not empty, without evidence, quality and versions, which may
change.

versions.json holds the PARSER_VERSION that gave the expectations, and a hash of each.  When an expectation changes, the
version must be raised, since it decides which stored pages a reparse parses again.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers import PARSER_VERSION, parse_page

PAGES = Path(__file__).parent / "pages"
MEDIA_TYPES = {".html": "text/html", ".txt": "text/plain"}
#: The parser version of the expectations, and a hash of each.
VERSIONS = PAGES / "versions.json"
UNCOMPARED = ("evidence", "quality", "parser_version", "charset_method")


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case on disk."""

    name: str
    page: Path
    about: dict[str, Any]

    @property
    def expected_file(self) -> Path:
        return self.page.with_name("expected.json")

    def expected(self) -> dict[str, Any]:
        return json.loads(self.expected_file.read_text("utf-8")) if self.expected_file.exists() else {}

    def parsed(self) -> dict[str, Any]:
        """The result of the present parser, in the form of expected.json."""
        result = parse_page(
            self.page.read_bytes(),
            url=self.about.get("url"),
            media_type=MEDIA_TYPES[self.page.suffix],
            charset=self.about.get("charset"),
            fetched_at=self.about.get("fetched_at"),
        ).to_dict()
        return slim({key: value for key, value in result.items() if key not in UNCOMPARED})


def slim(value: Any) -> Any:
    """The value without empty values, so that it is short to read."""
    if isinstance(value, dict):
        return {k: slim(v) for k, v in value.items() if v not in (None, "", [], {}, ())}
    return [slim(item) for item in value] if isinstance(value, list) else value


def cases() -> list[Case]:
    """Every case, in order of name."""
    found = []
    for about in sorted(PAGES.glob("*/*/case.toml")):
        page = next(p for p in sorted(about.parent.glob("page.*")) if p.suffix in MEDIA_TYPES)
        name = about.parent.relative_to(PAGES).as_posix()
        found.append(Case(name, page, tomllib.loads(about.read_text("utf-8"))))
    return found


def recorded() -> tuple[str, dict[str, str]]:
    """The recorded parser version, and the recorded hash of each case's expectation."""
    found = json.loads(VERSIONS.read_text("utf-8")) if VERSIONS.exists() else {"parser_version": "", "cases": {}}
    return found["parser_version"], found["cases"]


def hashes() -> dict[str, str]:
    """The present hash of each case's expectation."""
    texts = {case.name: render(case.expected()) for case in cases()}
    return {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in texts.items()}


def unversioned(version: str, before: dict[str, str], now: dict[str, str], *, present: str) -> list[str]:
    """Cases whose expectation changed although the parser version did not.

    version, before: as recorded; now: present hashes; present: the present version.
    """
    if version != present:
        return []
    return sorted(name for name in before.keys() & now.keys() if before[name] != now[name])


def record() -> list[str]:
    """Record version and hashes; records nothing, and gives cases, when the version must be raised first."""
    version, before = recorded()
    changed = unversioned(version, before, hashes(), present=PARSER_VERSION)
    if not changed:
        VERSIONS.write_text(render({"parser_version": PARSER_VERSION, "cases": hashes()}), "utf-8")
    return changed


def render(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def difference(case: Case) -> str:
    """Unified diff of the expectation and the present result; empty when they are equal."""
    lines = difflib.unified_diff(
        render(case.expected()).splitlines(), render(case.parsed()).splitlines(), "expected", "parsed", lineterm="", n=2
    )
    return "\n".join(lines)


def make(name: str, source: Path, *, url: str | None, why: str) -> None:
    """Make a case folder from a page on disk; read the present result before you bless it."""
    folder = PAGES / name
    if folder.exists():
        raise SystemExit(f"There is a case {name}; choose another name, or delete tests/pages/{name} first.")
    folder.mkdir(parents=True)
    suffix = ".txt" if source.suffix == ".txt" else ".html"
    shutil.copyfile(source, folder / f"page{suffix}")
    lines = [f"why = {json.dumps(why, ensure_ascii=False)}"] + ([f"url = {json.dumps(url)}"] if url else [])
    (folder / "case.toml").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"Read what `python -m tests.golden {name}` shows, then bless it.")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("names", nargs="*", help="OUTLET/CASE (with --new: OUTLET/CASE FILE)")
    parser.add_argument("--bless", action="store_true", help="write the present parse as the expectation")
    parser.add_argument("--new", action="store_true", help="make a case of a page")
    parser.add_argument("--url")
    parser.add_argument("--why", default="")
    options = parser.parse_args(argv)
    if options.new:
        make(options.names[0], Path(options.names[1]), url=options.url, why=options.why)
        return 0
    changed = 0
    for case in cases():
        if options.names and case.name not in options.names:
            continue
        text = difference(case)
        if text:
            changed += 1
            print(f"== {case.name}: {case.about['why']}\n{text}\n")
            if options.bless:
                case.expected_file.write_text(render(case.parsed()), "utf-8")
    print(f"{changed} case(s) {'blessed' if options.bless else 'differ'}.")
    if options.bless and (waiting := record()):
        print(f"Raise PARSER_VERSION in parsers/model.py, then bless again: {', '.join(waiting)}.")
        return 1
    return 0 if options.bless or not changed else 1


if __name__ == "__main__":
    sys.exit(main())
