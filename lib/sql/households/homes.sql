-- The households of a service that a person lives in, the first one first. One row per membership.
-- $1 person, $2 service
select membership.household_id, household_service.id, household_service.sealed
from membership
join household_service
    on household_service.household_id = membership.household_id
    and household_service.service_id = membership.service_id
where membership.person_id = $1
    and membership.service_id = $2
    and membership.valid_to is null
order by membership.valid_from, membership.household_id
