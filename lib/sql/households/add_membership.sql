-- A person lives in a household, as one service registered it.
-- $1 id, $2 household, $3 person, $4 service, $5 role, $6 from
insert into membership (id, household_id, person_id, service_id, role, valid_from)
values ($1, $2, $3, $4, $5, $6)
