-- When a staff user last looked at a person or household, or was warned of them. One row.
-- $1 subject, $2 staff user, $3 act
select max(noted_at) as noted_at
from audit_entry
where subject_id = $1 and staff_user_id = $2 and act = $3
