-- When batches that have units left, or may have, can be used, in no order. One row per batch.
-- An event is on its own day; a null is no limit.
select
    batch.offer_id,
    coalesce(batch.event_date, batch.valid_from) as first_day,
    coalesce(batch.event_date, batch.valid_to) as last_day
from batch
where exists (
    select 1
    from pool
    where pool.batch_id = batch.id and (pool.units_left is null or pool.units_left > 0)
)
