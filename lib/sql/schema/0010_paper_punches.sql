-- A sheet on which a partner writes punches by hand while no till works.
-- Each line of it is one redemption at most: sheet and line are the redemption's request key,
-- and the sheet stands where the till does.
create table punch_sheet (
    id uuid primary key,
    number integer not null unique,
    partner_id uuid not null,
    made_by uuid not null,
    made_on date not null,
    made_at timestamp not null
);
