-- A consent that stands. One row or none.
-- $1 person, $2 service
select consent.id
from consent
where consent.person_id = $1 and consent.service_id = $2 and consent.withdrawn_at is null
