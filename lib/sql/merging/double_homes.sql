-- Homes of the gone person that the same service registered the kept one in, too.
-- One row per membership of the gone one.
-- $1 kept person, $2 gone person
select membership.id
from membership
where membership.person_id = $2
    and membership.valid_to is null
    and exists (
        select 1
        from membership as kept
        where kept.person_id = $1
            and kept.household_id = membership.household_id
            and kept.service_id = membership.service_id
            and kept.valid_to is null
    )
order by membership.id
