-- Changes a scheme.
-- $1 id, then the fields of schemes.Scheme in their order
update scheme
set
    name = $2,
    kind = $3,
    purpose = $4,
    owner_unit = $5,
    decision = $6,
    age_from = $7,
    age_to = $8,
    ages_change_on = $9,
    next_age_from = $10,
    next_age_to = $11,
    period = $12,
    people_per_visit = $13,
    companion_to_age = $14,
    replaces_lost = $15,
    price_ore = $16,
    amount_ore = $17,
    valid_from = $18,
    valid_to = $19
where id = $1
