-- The households a guardian leads at other services, where one's own is not yet, oldest first.
-- One row per membership.
-- $1 guardian, $2 own service
select membership.household_id
from membership
join household on household.id = membership.household_id
where membership.person_id = $1
    and membership.role = 'guardian'
    and membership.valid_to is null
    and not exists (
        select 1
        from household_service
        where household_service.household_id = membership.household_id
            and household_service.service_id = $2
    )
order by household.registered_at, household.id
