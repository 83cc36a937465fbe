-- What the published tables are divided by, by name. One row per group.
-- An offer is named with its partner: two partners may both offer «Inngang».
select
    'offer' as dimension,
    cast(offer.id as text) as key,
    case
        when offer.name = partner.name then offer.name
        else partner.name || ': ' || offer.name
    end as name
from offer
join partner on partner.id = offer.partner_id
where exists (select 1 from batch where batch.offer_id = offer.id)
union all
select 'partner', cast(partner.id as text), partner.name
from partner
where exists (
    select 1 from offer join batch on batch.offer_id = offer.id where offer.partner_id = partner.id
)
union all
select 'scheme', cast(scheme.id as text), scheme.name
from scheme
union all
select 'service', cast(service.id as text), service.name
from service
union all
select 'area', cast(neighbourhood.id as text), neighbourhood.name
from neighbourhood
order by dimension, name, key
