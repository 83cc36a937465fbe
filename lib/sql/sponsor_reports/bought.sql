-- What a source paid for in a year, by partner and offer. One row per offer.
-- A purchase without a number or a price leaves its sum unknown.
-- $1 source, $2 first day, $3 last day
select
    cast(offer.id as text) as offer,
    offer.name as offer_name,
    partner.name as partner_name,
    case when count(batch.quantity) = count(*) then cast(sum(batch.quantity) as integer) end as units,
    case
        when count(batch.quantity * batch.unit_price_ore) = count(*)
            then cast(sum(batch.quantity * batch.unit_price_ore) as bigint)
    end as cost_ore
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
where batch.funding_source_id = $1
    and batch.acquisition in ('purchased', 'discounted')
    and batch.received_on between $2 and $3
group by offer.id, offer.name, partner.name
order by partner.name, offer.name, offer.id
