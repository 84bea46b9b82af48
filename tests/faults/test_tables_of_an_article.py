"""Data tables inside an article are one block each, with their cells; tables used for layout, forms or menus are
not."""

from __future__ import annotations

import pytest

from parsers import Article, parse_page

STORY = [
    "The ferry to Lunde was cancelled on Monday after its bow door failed to close, the operator said.",
    "Some 240 passengers spent the night in the terminal, where volunteers handed out blankets and hot soup.",
    "A replacement ship, the Havørn, was expected from Vardal on Tuesday morning, and two coaches would run.",
    "The operator, which has run the line since 1974, said it would refund all tickets and pay for hotel rooms.",
    "Engineers found a bent hinge on the door, which had last been looked at in spring, and sent for a new one.",
]
RESULTS = [["Crew", "Time", "Points"], ["Vardal", "12:04", "8"], ["Lunde", "12:31", ""], ["Hartsea", "12:40", "3"]]


def table(rows: list[list[str]]) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )


def page(inside: str, *, after: str = "") -> Article:
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    text = f"""<html lang=en><head><title>Ferry cancelled | Lunde Post</title>
        <meta property=og:type content=article></head>
        <body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a><li><a href=/w>Weather</a></ul></nav><main>
        <article><h1>Ferry to Lunde cancelled after bow door fails</h1>
        {"".join(paragraphs[:3])}{inside}{"".join(paragraphs[3:])}{after}
        </article></main><footer>Copyright Lunde Post. All rights reserved.</footer></body></html>"""
    result = parse_page(text.encode(), url="https://lundepost.example/news/ferry-cancelled", media_type="text/html")
    assert isinstance(result, Article), result
    return result


@pytest.mark.parametrize("rows", [RESULTS, RESULTS[:2], [["Wind", "9 m/s"], ["Waves", "2 m"]]])
@pytest.mark.parametrize("around", ["{}", "<figure>{}</figure>", "<div class=table>{}</div>"])
def test_one_block_with_its_cells(rows: list[list[str]], around: str) -> None:
    article = page(around.format(table(rows)))
    found = [block for block in article.blocks if block.kind == "table"]
    assert [block.rows for block in found] == [tuple(map(tuple, rows))]
    assert found[0].text == "\n".join("\t".join(row) for row in rows)
    assert [block.text for block in article.blocks if block.kind == "paragraph"] == STORY


def _roles(rows: list[list[str]], table: str, cell: str) -> str:
    """A table made of div elements with roles."""
    lines = ("".join(f'<div role="{cell}">{text}</div>' for text in row) for row in rows)
    return f'<div role="{table}">' + "".join(f'<div role="row">{line}</div>' for line in lines) + "</div>"


@pytest.mark.parametrize(
    "inside",
    [
        _roles(RESULTS, "table", "cell"),
        _roles(RESULTS, "grid", "gridcell"),
        table([[f"<a href=/crews/{row[0]}>{row[0]}</a>", *row[1:]] for row in RESULTS]),
        table([[f"<img src=/crest.png alt=''>{row[0]}", *row[1:]] for row in RESULTS]),
        f"<div class=scroll><div style='overflow-x: auto'>{table(RESULTS)}</div></div>",
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_a_table_of_other_elements_with_links_or_crests(inside: str, last: bool) -> None:
    article = page("", after=inside) if last else page(inside)
    assert [block.rows for block in article.blocks if block.kind == "table"] == [tuple(map(tuple, RESULTS))]
    assert [block.text for block in article.blocks if block.kind == "paragraph"] == STORY


@pytest.mark.parametrize("one", ["<dt>{}</dt><dd>{}</dd>", "<div><dt>{}</dt><dd>{}</dd></div>"])
def test_a_definition_list_of_figures(one: str) -> None:
    rows = [["Length", "214 metres"], ["Built", "1974"], ["Yard", "Hartsea"]]
    article = page(f"<dl>{''.join(one.format(*row) for row in rows)}</dl>")
    assert [block.rows for block in article.blocks if block.kind == "table"] == [tuple(map(tuple, rows))]
    about = page(f"<dl>{one.format('Published', '3 May 2024')}{one.format('Reading time', '3 min')}</dl>")
    assert "table" not in [block.kind for block in about.blocks]


def test_a_table_whose_cells_each_hold_a_paragraph_as_word_processors_write_them() -> None:
    rows = [["Wind", "9 m/s"], ["Waves", "2 m"]]
    article = page(table([[f"<p>{cell}</p>" for cell in row] for row in rows]))
    assert [block.rows for block in article.blocks if block.kind == "table"] == [tuple(map(tuple, rows))]


def test_spans_and_line_breaks_in_cells() -> None:
    head = "<tr><th colspan=2>Lift times<br>Winter</th></tr>"
    inside = f"<table>{head}<tr><td>Counter<wbr>weight</td><td>212<br>t</td></tr></table>"
    rows = [block.rows for block in page(inside).blocks if block.kind == "table"]
    assert rows == [(("Lift times Winter",), ("Counterweight", "212 t"))]


def test_only_tables_have_rows_in_json() -> None:
    blocks = page(table(RESULTS)).to_dict()["blocks"]
    assert [block["kind"] for block in blocks if "rows" in block] == ["table"]
    assert next(block["rows"] for block in blocks if "rows" in block) == RESULTS


def test_a_heading_above_a_table_stays() -> None:
    article = page(f"<h2>How they rowed</h2>{table(RESULTS)}")
    assert [block.kind for block in article.blocks].count("subhead") == 1


@pytest.mark.parametrize(
    "inside",
    [
        f"<form>{table([['Name', 'Mail'], ['Street', 'Town']])}</form>",
        _roles(
            [["<button>1</button>", "<button>2</button>"], ["<button>3</button>", "<button>4</button>"]],
            "grid",
            "gridcell",
        ),
        table([["<a href=/a>Sea news</a>", "<a href=/b>Tides</a>"], ["<a href=/c>Ports</a>", "<a href=/d>Crews</a>"]]),
    ],
)
def test_tables_that_are_not_the_articles(inside: str) -> None:
    assert [block.text for block in page(inside).blocks] == STORY
