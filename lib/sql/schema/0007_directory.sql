-- Who does what, beside the services and partners; the school's holidays.

-- A body that knows of children and awards nothing: a voluntary organisation, a unit, a council.
create table organisation (
    id uuid primary key,
    name text not null unique,
    kind text not null,  -- organisations.OrganisationKind
    contact_name text not null,
    phone text not null,
    email text not null,
    link text not null,
    does text not null,
    closed_at timestamp
);

-- How a family gets what a scheme gives, in the municipality's own words.
create table scheme_guide (
    scheme_id uuid primary key,
    how_to_get text not null
);

-- As the coordinator typed them; a holiday belongs to the year it begins in.
create table school_holiday (
    name text not null,
    year integer not null,
    first_day date not null,
    last_day date not null,
    primary key (name, year),
    check (last_day >= first_day)
);
