-- Adds an open offer.
-- $1 id, $2 partner, $3 name, $4 category, $5 kind, $6 availability, $7 place,
-- $8 neighbourhood, $9 age from, $10 age to, $11 accessibility, $12 link, $13 when
insert into offer (
    id, partner_id, name, category, kind, availability, place,
    neighbourhood_id, age_from, age_to, accessibility, link, when_text
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
