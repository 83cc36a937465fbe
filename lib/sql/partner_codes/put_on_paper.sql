-- Marks tickets as put on a paper of ours. One row per ticket, sealed where it is a code.
-- $1 tickets, $2 now
update partner_code
set printed_at = cast($2 as timestamp)
where id in (select unnest(cast($1 as uuid[])))
returning id, case when media = 'code' then sealed end as sealed
