-- Forgets an account's failed attempts.
-- $1 account
update staff_user
set failed_sign_ins = 0, locked_until = null
where id = $1 and (failed_sign_ins > 0 or locked_until is not null)
