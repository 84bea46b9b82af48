-- Texts of the stories that are compared; parameter: list of article ids.
SELECT copy_signatures.article_id, string_agg(blocks.text, chr(10) ORDER BY blocks.ordinal) AS body
FROM copy_signatures JOIN blocks ON blocks.revision_id = copy_signatures.revision_id
WHERE copy_signatures.article_id IN (SELECT unnest(?::BIGINT[]))
GROUP BY copy_signatures.article_id;
