-- Puts a person on the waiting list of an offer.
-- $1 id, $2 person, $3 household, $4 offer, $5 service, $6 staff user, $7 when
insert into waiting (id, person_id, household_id, offer_id, service_id, put_by, put_at)
values ($1, $2, $3, $4, $5, $6, $7)
