"""`python -m parsers.training`: both models anew, in the order in which one needs the other; what `make train` does.

The model of whole pages is trained on body scores, so the scorer of body text comes first.  Takes about ten minutes.
"""

from __future__ import annotations

from parsers.training import train_article_or_not, train_body_scores

#: Turns in which publishers are left out for the figures that are written into the model files.
FOLDS = "4"

if __name__ == "__main__":
    for trainer in (train_body_scores, train_article_or_not):
        trainer.main(["--folds", FOLDS, "--write"])
