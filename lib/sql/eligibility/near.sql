-- The sealed areas of a person's homes, as a service knows them. One row per home.
-- $1 person, $2 service
select household_service.id, household_service.sealed
from membership
join household_service
    on household_service.household_id = membership.household_id
    and household_service.service_id = membership.service_id
where membership.person_id = $1
    and membership.service_id = $2
    and membership.valid_to is null
