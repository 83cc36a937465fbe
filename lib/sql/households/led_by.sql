-- The households a guardian leads, as any service registered them, oldest first.
-- $1 guardian
select membership.household_id
from membership
join household on household.id = membership.household_id
where membership.person_id = $1
    and membership.role = 'guardian'
    and membership.valid_to is null
order by household.registered_at, household.id
