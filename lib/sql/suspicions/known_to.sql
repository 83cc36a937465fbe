-- The services that a person is registered with, by name. One row per service.
-- $1 person
select distinct service.name as service, service.phone
from membership
join service on service.id = membership.service_id
where membership.person_id = $1 and not membership.ended
order by service.name
