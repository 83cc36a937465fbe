-- Whether a request is a task of a service. One row or none.
-- $1 request, $2 service
select contact_request.id
from contact_request
where contact_request.id = $1
    and contact_request.route = 'services'
    and contact_request.asking_service_id <> $2
    and exists (
        select 1
        from membership
        where membership.person_id = contact_request.person_id
            and membership.service_id = $2
            and not membership.ended
    )
