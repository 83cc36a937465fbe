-- Records a consent.
-- $1 id, $2 person, $3 service, $4 day, $5 staff user, $6 when
insert into consent (id, person_id, service_id, given_on, recorded_by, recorded_at)
values ($1, $2, $3, $4, $5, $6)
