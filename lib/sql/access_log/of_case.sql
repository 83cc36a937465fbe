-- The person of a case reference; persons who were merged are one. One row per person.
-- $1 case reference
with recursive one as (
    select person.id
    from person
    where person.reference = $1
    union
    select
        case
            when person_merge.gone_id = one.id then person_merge.kept_id
            else person_merge.gone_id
        end
    from one
    join person_merge on one.id = person_merge.gone_id or one.id = person_merge.kept_id
    where person_merge.undone_at is null
)

select one.id
from one
