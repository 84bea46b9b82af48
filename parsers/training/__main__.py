"""`python -m parsers.training`: trains both models and writes them; this is what `make train` runs.

The model of whole pages needs body scores, so the model of body text is trained first.  Takes about ten minutes.
"""

from __future__ import annotations

from parsers.training import train_article_or_not, train_body_scores

#: Number of folds of the cross-validation whose figures are written into the model files.
FOLDS = "4"

if __name__ == "__main__":
    for trainer in (train_body_scores, train_article_or_not):
        trainer.main(["--folds", FOLDS, "--write"])
