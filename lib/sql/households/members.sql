-- Those of a household who still live there. One row per member.
-- $1 memberships
select
    membership.id,
    membership.person_id,
    membership.service_id,
    membership.sealed,
    person.reference,
    person.sealed as person_sealed
from membership
join (select unnest(cast($1 as uuid[])) as id) as wanted on wanted.id = membership.id
join person on person.id = membership.person_id
where not membership.ended
