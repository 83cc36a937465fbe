-- Adds a request.
-- $1 id, $2 person, $3 route, $4 asking service, $5 staff user, $6 when
insert into contact_request (id, person_id, route, asking_service_id, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6)
