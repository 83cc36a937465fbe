-- What was published as given away in periods from a day to before another, in tickets and cards.
-- One row.
-- $1 first day, $2 the day after the last, $3 a period with less in all is not told of, $4 the
-- base of what is given one by one
with sizes as (
    select cast(batch.offer_id as text) as offer, max(batch.punches_per_unit) as size
    from batch
    group by batch.offer_id
)

select cast(coalesce(sum(told.units), 0) as bigint) as units
from (
    select sum(frozen_cell.units * 1.0 / sizes.size) as units
    from frozen_cell
    join sizes on sizes.offer = frozen_cell.offer
    where frozen_cell.stream = 'awarded'
        and frozen_cell.period >= $1
        and frozen_cell.period < $2
    group by frozen_cell.period
    having sum(frozen_cell.units * $4 / frozen_cell.base) >= $3
) as told
