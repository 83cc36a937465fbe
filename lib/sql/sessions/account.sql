-- What a sign-in is measured against. At most one row.
-- $1 username in lower case
select id, username, password_hash, failed_sign_ins, locked_until, closed_at
from staff_user
where username = $1
