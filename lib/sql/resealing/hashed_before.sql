-- The hashes of an older key. One row per hash.
-- {table}, {column}; $1 the newest key's stamp, $2 how many
select distinct {table}.{column} as id
from {table}
where {table}.{column} < $1
limit cast($2 as integer)
