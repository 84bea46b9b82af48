"""How likely each segment is body text, and whether the page is an article at all: features and boosted trees."""
