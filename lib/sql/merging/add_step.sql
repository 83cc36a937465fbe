-- Notes a row that a merge moved or closed.
-- $1 merge, $2 step, $3 table, $4 row
insert into person_merge_step (merge_id, step, table_name, row_id)
values ($1, $2, $3, $4)
