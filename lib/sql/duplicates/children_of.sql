-- The children of one service, each in their first home first. One row per child and household.
-- $1 service
select membership.household_id, person.id as person_id, person.reference, person.sealed
from membership
join person on person.id = membership.person_id
where membership.service_id = $1
    and membership.role = 'child'
    and membership.valid_to is null
order by membership.valid_from, membership.household_id, person.id
