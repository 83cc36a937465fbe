-- Adds an application.
-- $1 id, $2 person, $3 scheme, $4 service, $5 received on, $6 staff user, $7 when
insert into application (
    id, person_id, scheme_id, service_id, received_on, registered_by, registered_at
)
values ($1, $2, $3, $4, $5, $6, $7)
