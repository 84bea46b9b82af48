-- Who reported, from where and for whom, and which agencies supplied copy?
SELECT coalesce(name, outlet, 'agencies') AS who, kind, coalesce(location, '–') AS "from",
    coalesce(if(name IS NULL, NULL, outlet), '–') AS "for", coalesce(role, '–') AS title,
    regexp_replace(headline, '^(.{39}).{2,}$', '\1…') AS headline
FROM current_correspondents
ORDER BY kind = 'agency', kind = 'editing', location NULLS LAST, who, current_correspondents.headline;
