-- A session that is still on. One row at most.
-- $1 token hash, $2 seen at or after this, $3 started at or after this
select session.staff_user_id, session.last_seen_at
from session
where session.token_hash = $1
    and session.ended_at is null
    and session.last_seen_at >= $2
    and session.started_at >= $3
