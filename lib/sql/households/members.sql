-- A household's members as one service registered them. One row per member.
-- $1 household, $2 service
with homes as (
    select membership.person_id, count(distinct membership.household_id) as homes
    from membership
    where membership.service_id = $2 and membership.valid_to is null
    group by membership.person_id
)
select
    household_service.reference,
    neighbourhood.name as neighbourhood,
    person.id as person_id,
    person.reference as person_reference,
    person.sealed,
    membership.role,
    homes.homes
from household_service
join membership
    on membership.household_id = household_service.household_id
    and membership.service_id = household_service.service_id
    and membership.valid_to is null
join person on person.id = membership.person_id
join homes on homes.person_id = membership.person_id
left join neighbourhood on neighbourhood.id = household_service.neighbourhood_id
where household_service.household_id = $1 and household_service.service_id = $2
