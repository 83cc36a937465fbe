-- Where persons live, as each service registered it. One row per membership.
-- $1 persons
select
    membership.person_id,
    membership.household_id,
    household_service.id,
    household_service.sealed,
    membership.role
from membership
join (select unnest(cast($1 as uuid[])) as id) as wanted on wanted.id = membership.person_id
join household_service
    on household_service.household_id = membership.household_id
    and household_service.service_id = membership.service_id
where membership.valid_to is null
