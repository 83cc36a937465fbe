-- Services a guardian lets be named, by name. One row per service.
-- $1 person
select distinct service.name as service, service.phone
from consent
join service on service.id = consent.service_id
where consent.person_id = $1 and consent.withdrawn_at is null
order by service.name
