-- What was published as given away in periods from a day to before another. One row.
-- $1 first day, $2 the day after the last, $3 a period with less in all is not told of
select coalesce(sum(told.units), 0) as units
from (
    select sum(frozen_cell.units) as units
    from frozen_cell
    where frozen_cell.stream = 'awarded'
        and frozen_cell.period >= $1
        and frozen_cell.period < $2
    group by frozen_cell.period
    having sum(frozen_cell.units) >= $3
) as told
