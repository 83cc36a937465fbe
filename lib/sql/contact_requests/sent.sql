-- A service's requests with their answers, newest first. One row per answer, or per open request.
-- Who answered is told only where the answer is to be in touch; a coordinator, whose answer
-- stands under the asking service, answers for no service.
-- $1 asking service, $2 asked since
select
    contact_request.id as request_id,
    person.id as person_id,
    person.reference as person_reference,
    contact_request.asked_at,
    contact_answer.answer,
    case when contact_answer.answer = 'accepted' then staff_user.name end as answered_by,
    case when contact_answer.answer = 'accepted' then service.name end as answering_service,
    case when contact_answer.answer = 'accepted' then service.phone end as phone
from contact_request
join person on person.id = contact_request.person_id
left join contact_answer on contact_answer.request_id = contact_request.id
left join staff_user on staff_user.id = contact_answer.answered_by
left join service
    on service.id = contact_answer.service_id
    and contact_answer.service_id <> contact_request.asking_service_id
where contact_request.asking_service_id = $1 and contact_request.asked_at >= $2
order by contact_request.asked_at desc, contact_request.id
