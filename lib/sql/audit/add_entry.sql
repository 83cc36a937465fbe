-- Adds one line to the access log.
-- $1 id, $2 when, $3 act, $4 staff user, $5 service, $6 subject, $7 case reference,
-- $8 outcome, $9 justification, $10 strict
insert into audit_entry (
    id, noted_at, act, staff_user_id, service_id, subject_id, reference, outcome, justification, strict
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
