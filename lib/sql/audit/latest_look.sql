-- When a staff user last opened a person or household. One row.
-- $1 subject, $2 staff user
select max(noted_at) as noted_at
from audit_entry
where subject_id = $1 and staff_user_id = $2 and act = 'opened'
