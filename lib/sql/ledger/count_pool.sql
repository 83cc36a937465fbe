-- Sets what a pool has left to what was counted; the movement is the difference from the sum of
-- all before, so that an unknown pool's movements add up from its first count on.
-- $1 pool, $2 units counted, $3 movement, $4 kind, $5 staff user, $6 when
with counted as (
    update pool
    set units_left = cast($2 as integer)
    where id = $1
    returning id, batch_id
),

before as (
    select cast(coalesce(sum(movement.units), 0) as integer) as units
    from movement
    where movement.pool_id = $1
)

insert into movement (id, pool_id, batch_id, kind, units, staff_user_id, moved_at)
select
    cast($3 as uuid),
    counted.id,
    counted.batch_id,
    cast($4 as text),
    cast($2 as integer) - before.units,
    cast($5 as uuid),
    cast($6 as timestamp)
from counted
cross join before
returning id
