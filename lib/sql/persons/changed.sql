-- Tells that persons have changed, in this transaction.
-- $1 persons
insert into person_change (number, person_id)
select
    (select coalesce(max(person_change.number), 0) from person_change)
        + row_number() over (order by wanted.id),
    wanted.id
from (select unnest(cast($1 as uuid[])) as id) as wanted
