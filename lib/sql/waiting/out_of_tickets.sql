-- Open offers with tickets somewhere in the house that a service has none of today, by name.
-- One row per offer.
-- $1 service, $2 day
select offer.id, offer.name, partner.name as partner_name
from offer
join partner on partner.id = offer.partner_id
where offer.closed_at is null
    and offer.kind = 'one_off'
    and exists (select 1 from batch where batch.offer_id = offer.id)
    and not exists (
        select 1
        from pool
        join batch on batch.id = pool.batch_id
        where batch.offer_id = offer.id
            and pool.service_id = $1
            and (pool.units_left is null or pool.units_left > 0)
            and (coalesce(batch.event_date, batch.valid_to) is null
                or coalesce(batch.event_date, batch.valid_to) >= $2)
    )
order by offer.name, partner.name, offer.id
