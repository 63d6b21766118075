-- Who holds the lock of which workspace? The name comes from PGAPPNAME. No workspace means that one
-- is being made.
SELECT s.name AS workspace, a.application_name, a.client_addr, a.backend_start, a.pid
FROM pg_locks AS l
JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
JOIN pg_stat_activity AS a ON a.pid = l.pid
LEFT JOIN disputes.states AS s ON s.id = (l.classid::bigint << 32) | l.objid::bigint
WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
ORDER BY a.backend_start;
