-- What was published as given away in periods from a day to before another. One row.
-- $1 first day, $2 the day after the last
select coalesce(sum(frozen_cell.units), 0) as units
from frozen_cell
where frozen_cell.stream = 'awarded'
    and frozen_cell.period >= $1
    and frozen_cell.period < $2
