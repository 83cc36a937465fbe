-- How many look-ups a staff user has made since a moment. One row.
-- $1 staff user, $2 since
select count(*) as lookups
from audit_entry
where staff_user_id = $1 and noted_at > $2 and act = 'looked_up'
