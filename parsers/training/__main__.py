"""`python -m parsers.training`: trains all models and writes them; this is what `make train` runs.

The model of whole pages needs the scores of the model of body text as inputs, so that is trained first; the one for
lines of plain text needs no other.  The model of quality comes last: it learns from bodies that the models of
`parsers.training.left_out` extracted.  Takes about an hour.
"""

from __future__ import annotations

from parsers.training import train_article_or_not, train_body_scores, train_line_scores, train_quality

#: Number of folds of the cross-validation whose figures are written into the model files.
FOLDS = "4"

if __name__ == "__main__":
    for trainer in (train_body_scores, train_article_or_not, train_line_scores, train_quality):
        trainer.main(["--folds", FOLDS, "--write"])
