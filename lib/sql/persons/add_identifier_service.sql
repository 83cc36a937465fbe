-- A service registers an identity number; registering it again changes nothing.
-- $1 hash, $2 service, $3 staff user, $4 when
insert into person_identifier_service (number_hash, service_id, registered_by, registered_at)
values ($1, $2, $3, $4)
on conflict do nothing
