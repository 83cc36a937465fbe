-- Decides open claims, those that still are.
-- $1 claims, $2 state, $3 reason or null
update claim
set state = $2, reason = cast($3 as text)
where id in (select unnest(cast($1 as uuid[]))) and state = 'open'
