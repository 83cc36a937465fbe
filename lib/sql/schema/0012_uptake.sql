-- What the published figures rest on. Frozen cells hold rounded counts and stay when persons go.

-- The inner cells of the closed periods, as they were frozen: never changed, never published.
create table frozen_cell (
    stream text not null,  -- uptake.Stream
    period date not null,  -- its first day
    months integer not null check (months in (1, 3, 6, 12)),
    -- An offer's, area's and service's id and a band's name, as text; «» is not known, null a
    -- use that a partner counted.
    offer text not null,
    area text,
    age_band text,
    service text,
    units bigint not null check (units >= 0),  -- rounded
    entered bigint not null check (entered >= 0)  -- as counted: what later periods correct from
);
create index frozen_cell_period on frozen_cell (period);

-- What the municipality types in to hold the figures against.
create table low_income_children (
    year integer primary key,
    children integer not null check (children > 0)
);

create table expected_use (
    scheme_id uuid not null,
    year integer not null,
    times integer not null check (times > 0),
    primary key (scheme_id, year)
);
