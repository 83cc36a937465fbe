-- What each service and the store have left, batch by batch. One row per pool.
select
    pool.batch_id,
    partner.name as partner_name,
    offer.name as offer_name,
    batch.received_on,
    service.name as service_name,
    pool.units_left
from pool
join batch on batch.id = pool.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
left join service on service.id = pool.service_id
order by batch.received_on, partner.name, offer.name, batch.id, service.name nulls first
