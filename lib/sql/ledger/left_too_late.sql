-- Known pools with units left of batches that are over. One row per pool.
-- $1 today: a batch is over the day after its event or its last valid day, whichever is first
select pool.id, pool.units_left
from pool
join batch on batch.id = pool.batch_id
where pool.units_left > 0 and least(batch.event_date, batch.valid_to) < $1
order by pool.id
