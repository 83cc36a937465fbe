-- Those who live in households of a service. One row per person and household.
-- $1 service, $2 person, or null for all
select
    membership.id,
    membership.person_id,
    membership.service_id,
    membership.sealed,
    person.reference,
    person.sealed as person_sealed
from membership
join person on person.id = membership.person_id
where membership.service_id = $1
    and (cast($2 as uuid) is null or membership.person_id = $2)
    and not membership.ended
