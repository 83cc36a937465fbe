-- Seals anew what is still as it was read.
-- {table}; lists of equal length: $1 ids, $2 sealed before, $3 sealed after
update {table}
set sealed = fresh.sealed_after
from (
    select
        unnest(cast($1 as uuid[])) as id,
        unnest(cast($2 as bytea[])) as sealed_before,
        unnest(cast($3 as bytea[])) as sealed_after
) as fresh
where {table}.id = fresh.id and {table}.sealed = fresh.sealed_before
