-- Persons of the register, without those merged into others. One row per person.
-- $1 persons
select person.id, person.sealed
from person
join (select unnest(cast($1 as uuid[])) as id) as wanted on wanted.id = person.id
where person.id not in (
    select person_merge.gone_id from person_merge where person_merge.undone_at is null
)
