-- What a service can award on a day to somebody of an age. One row per batch.
-- $1 service, $2 day, $3 age in years, or null
select
    batch.id as batch_id,
    offer.id as offer_id,
    offer.name as offer_name,
    partner.name as partner_name,
    offer.category,
    category.name as category_name,
    offer.neighbourhood_id,
    coalesce(batch.event_date, batch.valid_to) as last_day,
    pool.units_left
from pool
join batch on batch.id = pool.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
where pool.service_id = $1
    and (pool.units_left is null or pool.units_left > 0)
    and (coalesce(batch.event_date, batch.valid_to) is null
        or coalesce(batch.event_date, batch.valid_to) >= $2)
    and offer.kind in ('one_off', 'scheme_card')
    and offer.closed_at is null
    and (cast($3 as integer) is null or offer.age_from is null or offer.age_from <= $3)
    and (cast($3 as integer) is null or offer.age_to is null or offer.age_to >= $3)
