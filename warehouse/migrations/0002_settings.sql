-- Numbers that views read: thresholds a user sets in config/copydesk.toml ([health], [boilerplate]).
CREATE TABLE settings (name VARCHAR NOT NULL, value DOUBLE NOT NULL);
INSERT INTO settings VALUES
    ('health.drop', 0.5),
    ('health.rise', 0.3),
    ('health.days', 7),
    ('health.weekdays', 3),
    ('health.pages', 5),
    ('boilerplate.pages', 5),
    ('boilerplate.share', 0.02),
    ('boilerplate.length', 300);
