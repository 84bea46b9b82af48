-- Who reported, from where and for whom?
SELECT name, kind, role, outlet, location, headline
FROM current_correspondents
ORDER BY location NULLS LAST, headline, ordinal;
