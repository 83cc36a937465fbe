-- A request that nobody has answered, with who asks. One row or none.
-- $1 request
select
    contact_request.id as request_id,
    contact_request.person_id,
    contact_request.route,
    contact_request.asking_service_id,
    person.reference,
    staff_user.name as asked_by,
    service.name as asking_service,
    service.phone as asking_phone
from contact_request
join person on person.id = contact_request.person_id
join staff_user on staff_user.id = contact_request.asked_by
join service on service.id = contact_request.asking_service_id
where contact_request.id = $1
    and not exists (
        select 1 from contact_answer where contact_answer.request_id = contact_request.id
    )
