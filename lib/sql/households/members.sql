-- Those of a household who still live there. One row per member.
-- $each the memberships on its roster
select
    membership.id,
    membership.person_id,
    membership.service_id,
    membership.sealed,
    person.reference,
    person.sealed as person_sealed
from membership
join person on person.id = membership.person_id
where membership.id in ($each) and not membership.ended
