-- The flows that ran on the report's days or later, the one that took most time first.
SELECT flow, sum(runs) AS runs, sum(failed) AS failed, sum(waited) AS waited, median(median_seconds) AS median_seconds,
       max(longest_seconds) AS longest_seconds, sum(total_seconds) AS total_seconds,
       last(longest_run_id ORDER BY longest_seconds NULLS FIRST, day) AS longest_run_id, sum(pages) AS pages
FROM flow_times WHERE day >= $since
GROUP BY flow ORDER BY total_seconds DESC, flow;
