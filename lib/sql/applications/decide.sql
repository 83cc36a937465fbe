-- Adds the one decision of an application.
-- $1 application, $2 outcome, $3 reason, $4 award, $5 staff user, $6 day, $7 when
insert into application_decision (
    application_id, outcome, reason, award_id, decided_by, decided_on, decided_at
)
values ($1, $2, $3, $4, $5, $6, $7)
