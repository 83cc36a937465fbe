-- Where both persons wait with the same service for the same offer: the one put there last.
-- One row per offer and service.
-- $1 kept person, $2 gone person
select case when kept.put_at > gone.put_at then kept.id else gone.id end as id
from waiting as kept
join waiting as gone
    on gone.offer_id = kept.offer_id
    and gone.service_id = kept.service_id
where kept.person_id = $1
    and gone.person_id = $2
    and kept.ended_at is null
    and gone.ended_at is null
