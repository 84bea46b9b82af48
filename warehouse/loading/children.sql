-- The parts of revisions, replaced as a set: first delete those of revisions that are rewritten or removed, then insert.
CREATE OR REPLACE TEMP TABLE cleared AS
SELECT revision_id FROM writes WHERE replaces UNION SELECT revision_id FROM gone;

DELETE FROM blocks WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM captions WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM images WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM authors WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM correspondents WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM embeds WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM tags WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM dropped_segments WHERE revision_id IN (SELECT revision_id FROM cleared);
DELETE FROM field_evidence WHERE revision_id IN (SELECT revision_id FROM cleared);

CREATE OR REPLACE TEMP TABLE written AS
SELECT writes.revision_id, staged.article, staged.block_lines, staged.dropped_lines FROM writes JOIN staged USING (page_no) ORDER BY writes.revision_id;

INSERT INTO blocks (revision_id, ordinal, kind, level, text, locator, posted_at, posted_raw, line_key, names_person)
SELECT revision_id, ordinal, part.kind, part.level, part.text, nullif(part.locator, ''),
       moment(part.posted_at), part.posted_at, line.line_key, line.names_person
FROM (SELECT revision_id, unnest(article.blocks) AS part, unnest(block_lines) AS line,
             generate_subscripts(article.blocks, 1) AS ordinal FROM written);

INSERT INTO captions (revision_id, ordinal, text, credit, occurrences, image_url, alt, locators, caption_key)
SELECT revision_id, ordinal, part.text, part.credit, part.occurrences, part.image_url, part.alt, part.locators,
       coalesce(nullif(part.key, ''), nullif(lower(regexp_replace(part.text, '[^\p{L}\p{N}]+', '', 'g')), ''), nullif(trim(part.text), ''))
FROM (SELECT revision_id, unnest(article.captions) AS part, generate_subscripts(article.captions, 1) AS ordinal FROM written);

INSERT INTO images (revision_id, ordinal, url, width, height, role, caption_ordinal, alt, credit)
SELECT revision_id, ordinal, part.url, part.width, part.height, part.role, part.caption + 1, part.alt, part.credit
FROM (SELECT revision_id, unnest(article.images) AS part, generate_subscripts(article.images, 1) AS ordinal FROM written);

-- A name's raw form is the byline it was read from; a name that metadata alone gave has none.
INSERT INTO authors (revision_id, ordinal, name, raw)
SELECT revision_id, ordinal, name, CASE WHEN contains(lower(byline), lower(name)) THEN byline END
FROM (SELECT revision_id, article.byline AS byline, unnest(article.authors) AS name,
             generate_subscripts(article.authors, 1) AS ordinal FROM written);

INSERT INTO correspondents (revision_id, ordinal, kind, name, role, outlet, location, text, locator)
SELECT revision_id, ordinal, part.kind, part.name, part.role, part.outlet, part.location, part.text, nullif(part.locator, '')
FROM (SELECT revision_id, unnest(article.correspondents) AS part,
             generate_subscripts(article.correspondents, 1) AS ordinal FROM written);

INSERT INTO embeds (revision_id, ordinal, kind, url, provider)
SELECT revision_id, ordinal, part.kind, part.url, part.provider
FROM (SELECT revision_id, unnest(article.embeds) AS part, generate_subscripts(article.embeds, 1) AS ordinal FROM written);

INSERT INTO tags (revision_id, ordinal, tag)
SELECT revision_id, ordinal, tag
FROM (SELECT revision_id, unnest(article.tags) AS tag, generate_subscripts(article.tags, 1) AS ordinal FROM written);

INSERT INTO dropped_segments (revision_id, ordinal, text, reason, locator, line_key, names_person)
SELECT revision_id, ordinal, part.text, part.reason, nullif(part.locator, ''), line.line_key, line.names_person
FROM (SELECT revision_id, unnest(article.dropped) AS part, unnest(dropped_lines) AS line,
             generate_subscripts(article.dropped, 1) AS ordinal FROM written);

INSERT INTO field_evidence (revision_id, field, method, rule, confidence, candidates)
SELECT revision_id, part.field, part.method, part.rule, part.confidence,
       CASE WHEN len(part.candidates) > 0 THEN part.candidates END
FROM (SELECT revision_id, unnest(article.evidence) AS part FROM written);
