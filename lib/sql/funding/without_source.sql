-- Purchases of a year that name no source, in the order received. One row per batch.
-- $1 year
select
    batch.id as batch_id,
    batch.received_on,
    offer.name as offer_name,
    partner.name as partner_name,
    batch.quantity * batch.unit_price_ore as cost_ore
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
where
    batch.acquisition in ('purchased', 'discounted')
    and batch.funding_source_id is null
    and extract(year from batch.received_on) = $1
order by batch.received_on, lower(partner.name), lower(offer.name), batch.id
