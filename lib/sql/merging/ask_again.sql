-- Opens a contact request that a merge closed, unless the service has asked anew since.
-- $1 request
delete from contact_answer
where contact_answer.request_id = $1
    and contact_answer.answer = 'register_tidied'
    and not exists (
        select 1
        from contact_request as closed
        join contact_request as again
            on again.person_id = closed.person_id
            and again.asking_service_id = closed.asking_service_id
            and again.id <> closed.id
        where closed.id = $1
            and not exists (
                select 1 from contact_answer as answered where answered.request_id = again.id
            )
    )
