-- The households of a service that a person lives in, the first one first. One row per membership.
-- $1 person, $2 service
select membership.household_id
from membership
where membership.person_id = $1
    and membership.service_id = $2
    and membership.valid_to is null
order by membership.valid_from, membership.household_id
