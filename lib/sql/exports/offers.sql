-- Offers with names in place of ids, by partner, then name. One row per offer.
select
    offer.id,
    partner.name as partner_name,
    offer.name,
    category.name as category_name,
    offer.kind,
    offer.availability,
    offer.place,
    neighbourhood.name as neighbourhood_name,
    offer.age_from,
    offer.age_to,
    offer.accessibility,
    offer.when_text,
    offer.link,
    offer.closed_at
from offer
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
left join neighbourhood on neighbourhood.id = offer.neighbourhood_id
order by lower(partner.name), lower(offer.name), offer.id
