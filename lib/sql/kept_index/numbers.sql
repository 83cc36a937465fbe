-- The identity numbers of persons, as keyed hashes. One row per number.
-- $1 persons
select person_identifier.person_id, person_identifier.number_hash
from person_identifier
join (select unnest(cast($1 as uuid[])) as id) as wanted on wanted.id = person_identifier.person_id
