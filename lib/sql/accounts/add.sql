-- Adds an account that nobody has tried to sign in to.
-- $1 id, $2 username, $3 name, $4 service, $5 password hash, $6 must change it, $7 now
insert into staff_user (
    id, username, name, service_id, password_hash, must_change_password, created_at
)
values ($1, $2, $3, $4, $5, $6, $7)
