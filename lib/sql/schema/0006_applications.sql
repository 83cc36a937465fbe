-- Applications for what a scheme gives, as a caseworker registered them with the family.

create table application (
    id uuid primary key,
    person_id uuid not null,
    scheme_id uuid not null,
    service_id uuid not null,
    received_on date not null,
    registered_by uuid not null,
    registered_at timestamp not null
);
create index application_person on application (person_id);
create index application_service on application (service_id);

-- Decided once, by a code and never in words. Why it was granted is in the award's right.
create table application_decision (
    application_id uuid primary key,
    outcome text not null,  -- applications.Outcome
    reason text,  -- applications.RefusalReason
    award_id uuid,
    decided_by uuid not null,
    decided_on date not null,
    decided_at timestamp not null,
    check ((outcome = 'refused') = (reason is not null)),
    check ((outcome = 'granted') = (award_id is not null))
);

-- The criteria that were in force when none of them was met; the letter lists them.
create table application_criterion_not_met (
    application_id uuid not null,
    code text not null,
    primary key (application_id, code)
);
