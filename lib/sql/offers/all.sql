-- Offers with their partner's and category's names, the open ones first, by partner, by name.
-- One row per offer.
-- $1 partner, $2 offer; null is any
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
    offer.link,
    offer.when_text,
    offer.closed_at
from offer
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
where
    (cast($1 as uuid) is null or offer.partner_id = cast($1 as uuid))
    and (cast($2 as uuid) is null or offer.id = cast($2 as uuid))
order by offer.closed_at is not null, lower(partner.name), lower(offer.name), offer.id
