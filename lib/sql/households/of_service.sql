-- Everyone in the households of one service. One row per person and household.
-- $1 service
select
    membership.household_id,
    household_service.reference as household_reference,
    person.id as person_id,
    person.reference as person_reference,
    person.sealed
from membership
join household_service
    on household_service.household_id = membership.household_id
    and household_service.service_id = membership.service_id
join person on person.id = membership.person_id
where membership.service_id = $1 and membership.valid_to is null
order by household_service.registered_at, membership.household_id, person.id
