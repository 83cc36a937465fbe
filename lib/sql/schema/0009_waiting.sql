-- A child waits for tickets to an offer that were all gone, as one service wrote it down.
create table waiting (
    id uuid primary key,
    person_id uuid not null,
    offer_id uuid not null,
    service_id uuid not null,
    put_by uuid not null,
    put_at timestamp not null,
    ended_at timestamp
);
create index waiting_service on waiting (service_id);
create unique index waiting_once on waiting (
    (case when ended_at is null then person_id end), offer_id, service_id
);
