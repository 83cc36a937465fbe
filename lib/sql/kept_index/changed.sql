-- Who has changed after a point, in order. One row per change.
-- $1 number of the last change that is known
select person_change.number, person_change.person_id
from person_change
where person_change.number > $1
order by person_change.number
