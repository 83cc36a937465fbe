-- The next persons of the register, by id, without those merged into others. One row per person.
-- $1 after this person, $2 how many
select person.id, person.sealed
from person
where person.id > $1
    and person.id not in (
        select person_merge.gone_id from person_merge where person_merge.undone_at is null
    )
order by person.id
limit $2
