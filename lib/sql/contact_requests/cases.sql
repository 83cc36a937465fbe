-- What waits for the coordinator, oldest first. One row per request.
-- $1 requests to services asked before this moment are too old
select
    contact_request.id as request_id,
    person.reference as person_reference,
    staff_user.name as asked_by,
    asking.name as asking_service,
    asking.phone as asking_phone,
    coalesce(
        (
            select string_agg(distinct known.name, ', ' order by known.name)
            from membership
            join service as known on known.id = membership.service_id
            where membership.person_id = contact_request.person_id
                and membership.service_id <> contact_request.asking_service_id
                and membership.valid_to is null
        ),
        ''
    ) as known_to,
    contact_request.asked_at
from contact_request
join person on person.id = contact_request.person_id
join staff_user on staff_user.id = contact_request.asked_by
join service as asking on asking.id = contact_request.asking_service_id
where (contact_request.route = 'coordinator' or contact_request.asked_at < $1)
    and not exists (
        select 1 from contact_answer where contact_answer.request_id = contact_request.id
    )
order by contact_request.asked_at, contact_request.id
