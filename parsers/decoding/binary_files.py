"""Names the binary files that people hand in as pages: office documents, PDF, pictures, packed files.

Takes the bytes of a file; gives what it is and what to do, for a sentence that begins "It is".  Unpacks nothing.
"""

from __future__ import annotations

from typing import Final

#: The first bytes of files that are no text, and what the file is.
_MAGIC: Final = (
    (b"%PDF-", "a PDF document; save its text and import that"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an office document (xls, doc, ppt); save it as text or CSV and import that",
    ),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "packed with gzip; unpack it first"),
    (b"RIFF", "a picture, a sound or a video"),
    (b"\x7fELF", "a program"),
    (b"OggS", "a sound or a video"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (b"\x1f\x9d", "packed with compress; unpack it first"),
    (b"\x5d\x00\x00", "packed with lzma; unpack it first"),
    (b"LZIP", "packed with lzip; unpack it first"),
    (b"ZIM\x04", "a ZIM archive; write its pages to a folder (zimdump) and import that"),
    (b"ITSF", "a help file of Windows (chm); unpack it first"),
    (b"FEA1", "a table (Feather, version 1); write it anew as version 2"),
    (b"PARE", "an encrypted table (Parquet); write it anew without encryption"),
    (b"PAR1", "a table (Parquet); write each row's article to a file of its own"),
    (b"SQLite format 3", "a database; write each article to a file of its own"),
)
_BEGINNINGS: Final = tuple(magic for magic, _ in _MAGIC)
#: Names of parts inside a zip archive, and what the archive is.
_PARTS: Final = (
    (b"xl/", "an Excel workbook (xlsx); save its sheet as CSV and import that"),
    (b"word/", "a Word document (docx); save it as text and import that"),
    (b"ppt/", "a presentation (pptx); save it as text and import that"),
    (b"opendocument.spreadsheet", "a spreadsheet (ods); save its sheet as CSV and import that"),
    (b"opendocument.text", "a text document (odt); save it as text and import that"),
    (b"application/epub", "a book (epub); save it as text and import that"),
)
#: Bytes at either end of an archive that hold the names of its parts.
_LOOKED_AT: Final = 65_536


def file_name(body: bytes) -> str | None:
    """What a binary file is and what to do: "a zip archive; unpack it first"; None when its bytes do not tell."""
    if not body.startswith(_BEGINNINGS):
        return None
    if body.startswith(b"PK\x03\x04"):
        ends = body[:_LOOKED_AT] + body[-_LOOKED_AT:]
        for part, name in _PARTS:
            if part in ends:
                return name
    return next(name for magic, name in _MAGIC if body.startswith(magic))
