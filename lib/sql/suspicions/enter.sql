-- Puts a pair before the coordinator, or tells that it was found again.
-- $1 the smaller id, $2 the other, $3 log2 odds, $4 when
insert into pair_suspicion (first_id, second_id, score, found_at, seen_at)
values ($1, $2, $3, $4, $4)
on conflict (first_id, second_id)
do update set score = excluded.score, seen_at = excluded.seen_at
