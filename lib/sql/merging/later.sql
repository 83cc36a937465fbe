-- Later merges of the same kept person, to be undone before a merge is. One row per merge.
-- $1 merge
select later.id
from person_merge
join person_merge as later
    on later.number > person_merge.number
    and (later.kept_id = person_merge.kept_id or later.gone_id = person_merge.kept_id)
    and later.undone_at is null
where person_merge.id = $1
