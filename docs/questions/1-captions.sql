-- Which captions stand under the pictures, who is credited, and how often did each stand on its page?
SELECT regexp_replace(headline, '^(.{33}).{2,}$', '\1…') AS headline,
    regexp_replace(caption, '^(.{59}).{2,}$', '\1…') AS caption,
    credit, occurrences AS times
FROM current_captions
ORDER BY occurrences DESC, current_captions.headline, ordinal;
