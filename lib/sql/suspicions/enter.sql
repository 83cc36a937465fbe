-- Puts a pair before the coordinator, or tells that it was found again.
-- $1 id, $2 the smaller person's id, $3 the other's, $4 sealed log2 odds, $5 when
insert into pair_suspicion (id, first_id, second_id, sealed, found_at, seen_at)
values ($1, $2, $3, $4, $5, $5)
on conflict (id)
do update set sealed = excluded.sealed, seen_at = excluded.seen_at
