-- Two persons who may be one: what was decided about them, and what was merged.

-- Whether two persons are the same; the smaller id stands first, so that a pair is one pair.
create table pair_decision (
    id uuid primary key,
    first_id uuid not null,
    second_id uuid not null,
    verdict text not null,  -- pair_decisions.Verdict
    decided_by uuid not null,
    decided_at timestamp not null,
    undone_by uuid,
    undone_at timestamp,
    check (first_id < second_id),
    check ((undone_by is null) = (undone_at is null))
);
create unique index pair_decision_once on pair_decision (
    (case when undone_at is null then first_id end), second_id
);

create sequence person_merge_number start 1;

-- Everything of the gone person went over to the kept one; the gone one's row stays, empty.
create table person_merge (
    id uuid primary key,
    number bigint not null unique,  -- the order they were made in: undone from the last one back
    kept_id uuid not null,
    gone_id uuid not null,
    sealed bytea not null,  -- the protections that stood on the kept one before
    merged_by uuid not null,
    merged_at timestamp not null,
    undone_by uuid,
    undone_at timestamp,
    check (kept_id <> gone_id),
    check ((undone_by is null) = (undone_at is null))
);
create unique index person_merge_once on person_merge (
    (case when undone_at is null then gone_id end)
);
create index person_merge_kept on person_merge (kept_id);

-- The rows that a merge moved to the kept person, and those that it closed.
create table person_merge_step (
    merge_id uuid not null,
    step text not null,  -- merge_steps.Step
    table_name text not null,
    row_id uuid not null,
    primary key (merge_id, step, table_name, row_id)
);

-- Pairs that may be one person, found by a sweep or at a desk that registered all the same.
create table pair_suspicion (
    id uuid primary key,  -- made of the two, so that a pair is one row
    first_id uuid not null,
    second_id uuid not null,
    sealed bytea not null,  -- log2 odds, which the list is in order of and which tell rare names
    found_at timestamp not null,
    seen_at timestamp not null,  -- the last time it was found
    check (first_id < second_id)
);

-- Each time the whole register was looked through.
create table sweep (
    id uuid primary key,
    began_at timestamp not null,
    ended_at timestamp,  -- null is under way, or interrupted
    persons integer not null default 0,
    pairs integer not null default 0
);
