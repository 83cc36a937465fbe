-- An offer with its partner's and category's names. One row or none.
-- $1 offer
select
    offer.id,
    offer.partner_id,
    partner.name as partner_name,
    offer.name,
    offer.category,
    category.name as category_name,
    offer.kind,
    offer.availability,
    offer.place,
    offer.neighbourhood_id,
    offer.age_from,
    offer.age_to,
    offer.accessibility,
    offer.closed_at
from offer
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
where offer.id = $1
