-- A person's memberships at one service. One row per household.
-- $1 person, $2 service
select membership.id, membership.person_id, membership.service_id, membership.sealed
from membership
where membership.person_id = $1
    and membership.service_id = $2
    and not membership.ended
