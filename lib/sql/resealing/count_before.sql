-- How many rows are with an older key. One row.
-- {table}, {column}; $1 the newest key's stamp
select count(*) as rows_left
from {table}
where {table}.{column} < $1
