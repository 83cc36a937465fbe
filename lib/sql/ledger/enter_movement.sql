-- Changes what a pool has left, with the movement that tells of it: one statement, so that
-- neither can be there without the other. One row if the pool had enough or is unknown, else none.
-- $1 pool, $2 units with their sign, $3 movement, $4 kind, $5 award, $6 reason, $7 staff user,
-- $8 when
with changed as (
    update pool
    set units_left = units_left + cast($2 as integer)
    where
        id = $1
        and (units_left is null or units_left + cast($2 as integer) >= 0)
    returning id, batch_id
)

insert into movement (
    id, pool_id, batch_id, kind, units, award_id, reason, staff_user_id, moved_at
)
select
    cast($3 as uuid),
    changed.id,
    changed.batch_id,
    cast($4 as text),
    cast($2 as integer),
    cast($5 as uuid),
    cast($6 as text),
    cast($7 as uuid),
    cast($8 as timestamp)
from changed
returning id
