-- Ties an identity number's hash to a person.
-- $1 hash, $2 person, $3 kind, $4 staff user, $5 when
insert into person_identifier (number_hash, person_id, kind, registered_by, registered_at)
values ($1, $2, $3, $4, $5)
