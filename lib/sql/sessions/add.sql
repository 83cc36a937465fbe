-- Begins a session.
-- $1 token hash, $2 account, $3 now
insert into session (token_hash, staff_user_id, started_at, last_seen_at)
values ($1, $2, $3, $3)
