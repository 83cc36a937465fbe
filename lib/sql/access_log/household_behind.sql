-- The household that a line of the access log is about, as the services know it. One row per service.
-- $1 line
select household_service.id, household_service.sealed
from audit_entry
join household_service on household_service.household_id = audit_entry.subject_id
where audit_entry.id = $1
