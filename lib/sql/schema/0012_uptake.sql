-- What the published figures rest on. Frozen counts are rounded, and stay when persons go.

-- The periods that have closed, each for good; all of a year are equally long.
create table frozen_period (
    period date primary key,  -- its first day
    months integer not null check (months in (1, 3, 6, 12)),
    frozen_at timestamp not null
);

-- The neighbourhoods that a year's figures are divided by: one that is new waits for the next.
create table frozen_area (
    year integer not null,
    area text not null,
    primary key (year, area)
);

-- The inner cells of the closed periods: never changed, and never published as they are.
create table frozen_cell (
    stream text not null,  -- disclosure.STREAMS
    period date not null,
    months integer not null,
    -- The ids of offer, area and service as text, and a band's name; «» is not known, null is
    -- use that a partner only counted.
    offer text not null,
    area text,
    age_band text,
    service text,
    base bigint not null check (base > 0),  -- disclosure.bases
    units bigint not null check (units >= 0),  -- rounded
    entered bigint not null check (entered >= 0)  -- as counted: what later periods correct from
);
create index frozen_cell_period on frozen_cell (period);

-- A closed year's cards by how they were got, rounded: may be published as they are.
create table frozen_card (
    stream text not null,  -- issued or used
    scheme text not null,
    channel text not null,  -- card_issues.Channel
    period date not null,
    months integer not null,
    units bigint not null check (units >= 0)
);

-- What was claimed, by scheme and quarter.
create table frozen_kroner (
    period date not null,
    months integer not null,
    scheme text not null,
    claims bigint not null,  -- rounded
    kroner bigint not null,  -- rounded
    entered_claims bigint not null,
    entered_kroner bigint not null
);

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
