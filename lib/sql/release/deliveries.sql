-- What each delivery cost or would have cost, a use. One row per batch with a known price.
select
    cast(batch.offer_id as text) as offer,
    cast(extract(year from batch.received_on) as bigint) as year,
    coalesce(funding_source.name, '') as source,
    coalesce(funding_source.kind, '') as kind,
    batch.acquisition = 'donated' as is_gift,
    case when batch.acquisition = 'donated' then partner.name else '' end as giver,
    batch.quantity * batch.punches_per_unit as uses,
    cast(
        case when batch.acquisition = 'donated'
            then batch.face_value_ore
            else batch.unit_price_ore
        end / batch.punches_per_unit as bigint
    ) as price_ore
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
left join funding_source on funding_source.id = batch.funding_source_id
where batch.unit_kind <> 'scheme_card'
    and coalesce(batch.quantity, 1) > 0
    and case when batch.acquisition = 'donated'
        then batch.face_value_ore
        else batch.unit_price_ore
    end is not null
