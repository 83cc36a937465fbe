-- A till's latest misses, newest first. One row per miss.
-- $1 till, $2 from when misses count, $3 how many at most
select missed_at
from claim_miss
where till_id = $1 and missed_at > $2
order by missed_at desc
limit $3
