-- Gives an account a password and opens its lock.
-- $1 account, $2 password hash, $3 must change it at the next sign-in
update staff_user
set password_hash = $2, must_change_password = $3, failed_sign_ins = 0, locked_until = null
where id = $1
