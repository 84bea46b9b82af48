-- Which captions stand under the pictures, who is credited, and how often did each stand on its page?
SELECT headline, caption, credit, occurrences AS times
FROM current_captions
ORDER BY occurrences DESC, headline, ordinal;
