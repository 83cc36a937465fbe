-- Known pools whose units left are not the sum of their movements. One row per pool.
with moved as (
    select movement.pool_id, cast(sum(movement.units) as bigint) as units
    from movement
    group by movement.pool_id
)

select
    pool.id as pool_id,
    pool.units_left,
    coalesce(moved.units, 0) as units_moved
from pool
left join moved on moved.pool_id = pool.id
where pool.units_left <> coalesce(moved.units, 0)
order by pool.id
