"""The characters that end a sentence, in all scripts of news: full stops, question and exclamation marks.

`SENTENCE_ENDS` is for counting characters one by one and for `str.endswith`.  What may follow such a character, as
quotation marks and brackets, depends on the question and is added by those who ask it.
"""

from __future__ import annotations

from typing import Final

#: Latin and its neighbours, Chinese and Japanese, the scripts of India, Arabic and Urdu, Ethiopic, Armenian, Khmer,
#: Burmese, Tibetan, Syriac.  Thai and Lao have none.
SENTENCE_ENDS: Final = (
    *".!?…",
    *"。．｡！？",
    *"।॥",
    *"؟۔",
    *"።፧",
    "\u0589",  # Looks like a colon.
    *"។៕",
    "\u104b",
    *"།༎",
    *"܀܁܂",
)
