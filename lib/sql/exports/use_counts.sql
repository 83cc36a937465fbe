-- Use as the partners counted it, where the latest count of a month stands.
-- One row per batch and month, in that order.
with latest as (
    select
        use_count.batch_id,
        use_count.month,
        use_count.units,
        use_count.counted_at,
        row_number() over (
            partition by use_count.batch_id, use_count.month
            order by use_count.counted_at desc, use_count.id
        ) as place
    from use_count
)
select
    latest.batch_id,
    partner.name as partner_name,
    offer.name as offer_name,
    batch.received_on,
    latest.month,
    latest.units,
    latest.counted_at
from latest
join batch on batch.id = latest.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
where latest.place = 1
order by batch.received_on, partner.name, offer.name, latest.batch_id, latest.month
