-- The ledger without awards: they are summed by month, so that no line is one family's.
-- Months are those of UTC, since nobody hands out tickets around midnight.
-- One row per movement, or per pool, kind and month of awards and returns; by batch, then time.
with placed as (
    select
        movement.batch_id,
        pool.service_id,
        movement.kind,
        movement.reason,
        movement.units,
        cast(date_trunc('month', movement.moved_at) as date) as month,
        case
            when movement.kind in ('awarded', 'returned') then null
            else movement.moved_at
        end as moved_at,
        case
            when movement.kind in ('awarded', 'returned') then null
            else movement.id
        end as movement_id
    from movement
    join pool on pool.id = movement.pool_id
)
select
    placed.batch_id,
    partner.name as partner_name,
    offer.name as offer_name,
    batch.received_on,
    service.name as service_name,
    placed.kind,
    placed.reason,
    placed.month,
    placed.moved_at,
    cast(sum(placed.units) as bigint) as units
from placed
join batch on batch.id = placed.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
left join service on service.id = placed.service_id
group by
    placed.batch_id, batch.received_on, partner.name, offer.name, service.name,
    placed.kind, placed.reason, placed.month, placed.moved_at, placed.movement_id
order by
    batch.received_on, partner.name, offer.name, placed.batch_id,
    placed.month, placed.moved_at nulls last, placed.kind, service.name nulls first
