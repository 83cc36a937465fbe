-- A person has left a household.
-- $1 household, $2 person, $3 service, $4 last day
update membership
set valid_to = $4
where household_id = $1 and person_id = $2 and service_id = $3 and valid_to is null
