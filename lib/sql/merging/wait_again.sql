-- Opens a wait that a merge closed, unless the person was put on the list anew since.
-- $1 wait
update waiting
set ended_at = null
where id = $1
    and not exists (
        select 1
        from waiting as again
        where again.person_id = waiting.person_id
            and again.offer_id = waiting.offer_id
            and again.service_id = waiting.service_id
            and again.ended_at is null
    )
