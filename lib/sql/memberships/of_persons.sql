-- Persons' memberships at all services. One row per person, household and service.
-- $1 persons, $2 whether those that ended, too
select membership.id, membership.person_id, membership.service_id, membership.sealed
from membership
join (select unnest(cast($1 as uuid[])) as id) as wanted on wanted.id = membership.person_id
where not membership.ended or cast($2 as boolean)
