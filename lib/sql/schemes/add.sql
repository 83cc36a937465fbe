-- Adds a scheme.
-- $1 id, $2 name, $3 purpose, $4 owner unit, $5 decision, $6 age from, $7 age to, $8 from, $9 to
insert into scheme (
    id, name, purpose, owner_unit, decision, age_from, age_to, valid_from, valid_to
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
