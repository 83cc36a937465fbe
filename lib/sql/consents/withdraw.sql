-- Withdraws a service's consent.
-- $1 person, $2 service, $3 when
update consent
set withdrawn_at = $3
where person_id = $1 and service_id = $2 and withdrawn_at is null
