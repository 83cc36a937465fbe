-- Services that a guardian lets be named and that still know the person, by name.
-- One row per service.
-- $1 person
select distinct service.id as service_id, service.name as service, service.phone
from consent
join service on service.id = consent.service_id
where consent.person_id = $1 and consent.withdrawn_at is null
    and exists (
        select 1
        from membership
        where membership.person_id = consent.person_id
            and membership.service_id = consent.service_id
            and not membership.ended
    )
order by service.name
