-- Empty pools of services beside the fullest place of the same batch, soonest over first.
-- One row per empty pool.
-- $1 day, $2 the least that must lie at the fullest
with fullest as (
    select
        pool.batch_id,
        pool.service_id,
        pool.units_left,
        row_number() over (
            partition by pool.batch_id
            order by pool.units_left desc, pool.service_id nulls first
        ) as place
    from pool
    where pool.units_left is not null
)

select
    batch.id as batch_id,
    offer.name as offer_name,
    partner.name as partner_name,
    coalesce(batch.event_date, batch.valid_to) as last_day,
    fullest.service_id as from_service,
    giver.name as from_name,
    fullest.units_left as from_left,
    pool.service_id as to_service,
    taker.name as to_name
from pool
join fullest on fullest.batch_id = pool.batch_id and fullest.place = 1
join batch on batch.id = pool.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
join service as taker on taker.id = pool.service_id and taker.closed_at is null
left join service as giver on giver.id = fullest.service_id
where pool.units_left = 0
    and fullest.units_left >= $2
    and offer.closed_at is null
    and (coalesce(batch.event_date, batch.valid_to) is null
        or coalesce(batch.event_date, batch.valid_to) >= $1)
order by coalesce(batch.event_date, batch.valid_to) nulls last, offer.name, taker.name
