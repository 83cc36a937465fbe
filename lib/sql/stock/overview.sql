-- Batches with what is left of them, by partner, offer and the day they came. One row per batch.
-- A sum with an unknown part is unknown.
with held as (
    select
        pool.batch_id,
        case when count(*) = count(pool.units_left)
            then cast(sum(pool.units_left) as bigint)
        end as units_left
    from pool
    group by pool.batch_id
),

with_services as (
    select
        pool.batch_id,
        case when count(*) = count(pool.units_left)
            then cast(sum(pool.units_left) as bigint)
        end as units_left
    from pool
    where pool.service_id is not null
    group by pool.batch_id
),

awarded as (
    select movement.batch_id, cast(-sum(movement.units) as bigint) as units
    from movement
    where movement.kind in ('awarded', 'returned')
    group by movement.batch_id
)

select
    batch.id,
    batch.offer_id,
    offer.name as offer_name,
    offer.partner_id,
    partner.name as partner_name,
    offer.category,
    category.name as category_name,
    batch.scheme_id,
    batch.acquisition,
    batch.unit_kind,
    batch.ticket_form,
    batch.punches_per_unit,
    batch.quantity,
    batch.unit_price_ore,
    batch.face_value_ore,
    batch.funding_source_id,
    batch.valid_from,
    batch.valid_to,
    batch.event_date,
    least(batch.event_date, batch.valid_to) as last_day,
    batch.received_on,
    batch.low_at,
    offer.closed_at is not null as is_closed,
    store.id as store_pool_id,
    store.units_left as store_left,
    case when with_services.batch_id is null then 0 else with_services.units_left end
        as services_left,
    held.units_left,
    coalesce(awarded.units, 0) as units_awarded
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
join pool as store on store.batch_id = batch.id and store.service_id is null
join held on held.batch_id = batch.id
left join with_services on with_services.batch_id = batch.id
left join awarded on awarded.batch_id = batch.id
order by lower(partner.name), lower(offer.name), batch.received_on, batch.id
