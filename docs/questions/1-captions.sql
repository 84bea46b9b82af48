-- Which captions stand under the pictures, who is credited, and how often did each stand on its page?
SELECT left(headline, 34) AS headline, left(caption, 60) AS caption, credit, occurrences AS times
FROM current_captions
ORDER BY occurrences DESC, current_captions.headline, ordinal;
