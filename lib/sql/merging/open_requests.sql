-- Contact requests about either person that nobody has answered. One row per request.
-- $1 kept person, $2 gone person
select contact_request.id, contact_request.asking_service_id
from contact_request
where contact_request.person_id in ($1, $2)
    and not exists (
        select 1 from contact_answer where contact_answer.request_id = contact_request.id
    )
order by contact_request.id
