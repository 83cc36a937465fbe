-- The services that have registered a person in a household, now or before. One row per service.
-- $1 person
select distinct membership.service_id
from membership
where membership.person_id = $1
