-- The services that know the person of a request, but for the one that asks, by name.
-- One row per service.
-- $1 request
select distinct service.name as service, service.phone
from contact_request
join membership
    on membership.person_id = contact_request.person_id
    and membership.service_id <> contact_request.asking_service_id
    and not membership.ended
join service on service.id = membership.service_id
where contact_request.id = $1
order by service.name
