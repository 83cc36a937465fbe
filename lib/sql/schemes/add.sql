-- Adds a scheme.
-- $1 id, then the fields of schemes.Scheme in their order
insert into scheme (
    id, name, kind, purpose, owner_unit, decision,
    age_from, age_to, ages_change_on, next_age_from, next_age_to, period,
    people_per_visit, companion_to_age, replaces_lost, price_ore, amount_ore, valid_from,
    valid_to
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
