-- What nobody has answered: for the coordinator alone first, then oldest first.
-- One row per request.
select
    contact_request.id as request_id,
    contact_request.route,
    person.reference as person_reference,
    staff_user.name as asked_by,
    asking.name as asking_service,
    asking.phone as asking_phone,
    contact_request.asked_at
from contact_request
join person on person.id = contact_request.person_id
join staff_user on staff_user.id = contact_request.asked_by
join service as asking on asking.id = contact_request.asking_service_id
where not exists (
    select 1 from contact_answer where contact_answer.request_id = contact_request.id
)
order by contact_request.route, contact_request.asked_at, contact_request.id
