-- The rows that a merge moved or closed in one table. One row per row.
-- $1 merge, $2 step, $3 table
select person_merge_step.row_id
from person_merge_step
where person_merge_step.merge_id = $1
    and person_merge_step.step = $2
    and person_merge_step.table_name = $3
order by person_merge_step.row_id
