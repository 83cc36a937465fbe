-- A service registers an identity number; registering it again changes nothing.
-- $1 id, $2 hash, $3 service, $4 sealed: when
insert into person_identifier_service (id, number_hash, service_id, sealed)
values ($1, $2, $3, $4)
on conflict do nothing
