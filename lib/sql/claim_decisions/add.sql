-- Enters the same decision for several claims.
-- $1 ids, $2 claims in the same order, $3 state, $4 reason or null, $5 staff user, $6 now
insert into claim_decision (id, claim_id, state, reason, decided_by, decided_at)
select
    made.id,
    made.claim_id,
    $3,
    cast($4 as text),
    cast($5 as uuid),
    cast($6 as timestamp)
from (
    select unnest(cast($1 as uuid[])) as id, unnest(cast($2 as uuid[])) as claim_id
) as made
