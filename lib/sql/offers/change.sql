-- Replaces what is known of an offer; its partner stays.
-- $1 id, $2 name, $3 category, $4 kind, $5 availability, $6 place,
-- $7 neighbourhood, $8 age from, $9 age to, $10 accessibility, $11 link, $12 when
update offer
set
    name = $2,
    category = $3,
    kind = $4,
    availability = $5,
    place = $6,
    neighbourhood_id = $7,
    age_from = $8,
    age_to = $9,
    accessibility = $10,
    link = $11,
    when_text = $12
where id = $1
