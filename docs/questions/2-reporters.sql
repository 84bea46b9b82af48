-- Who reported, from where and for whom?
SELECT name, kind, role, outlet, location, left(headline, 40) AS headline
FROM current_correspondents
ORDER BY location NULLS LAST, current_correspondents.headline, ordinal;
