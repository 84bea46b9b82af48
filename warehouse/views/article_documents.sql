-- One row a story with everything that stands in it as nested lists: what is exported.
CREATE OR REPLACE VIEW article_documents AS
SELECT
    a.article_id, a.revision_id, a.version, a.source, a.url, a.headline, a.kicker, a.standfirst, a.byline, a.dateline,
    a.section, a.language, a.published_at, a.modified_at, a.word_count, a.quality, a.first_seen_at, a.last_seen_at,
    (SELECT list(name ORDER BY ordinal) FROM authors WHERE authors.revision_id = a.revision_id) AS authors,
    (SELECT list(tag ORDER BY ordinal) FROM tags WHERE tags.revision_id = a.revision_id) AS tags,
    (SELECT list({'kind': kind, 'level': level, 'text': text} ORDER BY ordinal)
     FROM blocks WHERE blocks.revision_id = a.revision_id) AS blocks,
    (SELECT list({'text': text, 'credit': credit, 'occurrences': occurrences, 'image_url': image_url, 'alt': alt} ORDER BY ordinal)
     FROM captions WHERE captions.revision_id = a.revision_id) AS captions,
    (SELECT list({'url': url, 'width': width, 'height': height, 'role': role, 'caption_ordinal': caption_ordinal, 'alt': alt,
                  'credit': credit} ORDER BY ordinal)
     FROM images WHERE images.revision_id = a.revision_id) AS images,
    (SELECT list({'kind': kind, 'name': name, 'role': role, 'outlet': outlet, 'location': location, 'text': text} ORDER BY ordinal)
     FROM correspondents WHERE correspondents.revision_id = a.revision_id) AS correspondents,
    (SELECT list({'kind': kind, 'url': url, 'provider': provider} ORDER BY ordinal)
     FROM embeds WHERE embeds.revision_id = a.revision_id) AS embeds
FROM current_articles AS a;
