-- Merges that were not undone, the latest first. One row per merge.
select
    person_merge.id,
    person_merge.kept_id,
    person_merge.gone_id,
    kept.reference as kept_reference,
    gone.reference as gone_reference,
    staff_user.name as merged_by,
    person_merge.merged_at
from person_merge
join person as kept on kept.id = person_merge.kept_id
join person as gone on gone.id = person_merge.gone_id
join staff_user on staff_user.id = person_merge.merged_by
where person_merge.undone_at is null
order by person_merge.number desc
