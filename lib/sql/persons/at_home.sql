-- A person as a service knows them, in each home, the first one first. One row per membership.
-- $1 person, $2 service
select person.reference, person.sealed, membership.household_id
from membership
join person on person.id = membership.person_id
where membership.person_id = $1
    and membership.service_id = $2
    and membership.valid_to is null
order by membership.valid_from, membership.household_id
