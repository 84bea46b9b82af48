-- Pages in quarantine by reason, the most frequent first.
SELECT reason, count(*) AS pages
FROM quarantine
WHERE resolved_at IS NULL
GROUP BY reason
ORDER BY pages DESC, reason;
