-- What is sealed with an older key, as the table has it: what was moved lies together.
-- {table}; $1 the newest key's stamp, $2 how many
select {table}.id, {table}.sealed
from {table}
where {table}.sealed < $1
limit cast($2 as integer)
