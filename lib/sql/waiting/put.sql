-- Puts a person on the waiting list of an offer.
-- $1 id, $2 person, $3 offer, $4 service, $5 staff user, $6 when
insert into waiting (id, person_id, offer_id, service_id, put_by, put_at)
values ($1, $2, $3, $4, $5, $6)
