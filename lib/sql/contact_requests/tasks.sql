-- What a service is asked and nobody has answered, oldest first. One row per request.
-- $1 service
select
    contact_request.id as request_id,
    contact_request.asked_at,
    person.id as person_id,
    person.reference,
    person.sealed
from contact_request
join person on person.id = contact_request.person_id
where contact_request.route = 'services'
    and contact_request.asking_service_id <> $1
    and exists (
        select 1
        from membership
        where membership.person_id = contact_request.person_id
            and membership.service_id = $1
            and not membership.ended
    )
    and not exists (
        select 1 from contact_answer where contact_answer.request_id = contact_request.id
    )
order by contact_request.asked_at, contact_request.id
