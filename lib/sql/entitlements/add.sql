-- Adds an assessment.
-- $1 id, $2 person, $3 scheme, $4 criterion, $5 service, $6 staff user, $7 when, $8 from, $9 to
insert into entitlement (
    id, person_id, scheme_id, criterion, service_id, assessed_by, assessed_at, valid_from, valid_to
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
