-- A household's members as one service registered them. One row per member.
-- $1 household, $2 service
select
    person.id as person_id,
    person.reference,
    person.sealed,
    membership.role
from membership
join person on person.id = membership.person_id
where membership.household_id = $1
    and membership.service_id = $2
    and membership.valid_to is null
