-- A service's requests about a person that nobody has answered. One row per request.
-- $1 person, $2 service
select contact_request.id
from contact_request
where contact_request.person_id = $1
    and contact_request.asking_service_id = $2
    and not exists (
        select 1 from contact_answer where contact_answer.request_id = contact_request.id
    )
