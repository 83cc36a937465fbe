-- Moves hashes on to the newest key.
-- {table}, {column}; lists of equal length: $1 hashes before, $2 hashes after
update {table}
set {column} = fresh.hash_after
from (
    select unnest(cast($1 as bytea[])) as hash_before, unnest(cast($2 as bytea[])) as hash_after
) as fresh
where {table}.{column} = fresh.hash_before
