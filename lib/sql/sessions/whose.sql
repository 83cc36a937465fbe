-- The staff user of a session that is still on. One row per role; one row without a role.
-- $1 token hash, $2 seen at or after this, $3 started at or after this
select
    staff_user.id,
    staff_user.username,
    staff_user.name,
    staff_user.service_id,
    staff_user.must_change_password,
    session.last_seen_at,
    staff_role.role
from session
join staff_user on staff_user.id = session.staff_user_id
left join staff_role on staff_role.staff_user_id = staff_user.id
where session.token_hash = $1
    and session.ended_at is null
    and session.last_seen_at >= $2
    and session.started_at >= $3
    and staff_user.closed_at is null
