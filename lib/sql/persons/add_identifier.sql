-- Ties an identity number's hash to a person.
-- $1 hash, $2 person, $3 kind
insert into person_identifier (number_hash, person_id, kind)
values ($1, $2, $3)
