-- Which views copydesk made, so that one goes with its file and those that people made stay; these were made up to here.
CREATE TABLE copydesk_views (name VARCHAR NOT NULL);
INSERT INTO copydesk_views (name) VALUES
    ('current_articles'), ('article_text'), ('current_captions'), ('current_correspondents'), ('corrections'),
    ('revision_changes'), ('meaningful_revisions'), ('photo_reuse'), ('copy_groups'), ('site_boilerplate'),
    ('source_health'), ('search'), ('article_documents');
