-- Batches with names in place of ids, in the order received. One row per batch.
select
    batch.id as batch_id,
    partner.name as partner_name,
    partner.organisation_number,
    partner.reach,
    offer.name as offer_name,
    category.name as category_name,
    offer.availability,
    offer.place,
    neighbourhood.name as neighbourhood_name,
    offer.age_from,
    offer.age_to,
    scheme.name as scheme_name,
    batch.acquisition,
    batch.unit_kind,
    batch.punches_per_unit,
    batch.quantity,
    batch.unit_price_ore,
    batch.face_value_ore,
    funding_source.name as funding_source_name,
    batch.valid_from,
    batch.valid_to,
    batch.event_date,
    batch.received_on,
    batch.ticket_form,
    batch.low_at,
    batch.delivery_key
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
join category on category.code = offer.category
join scheme on scheme.id = batch.scheme_id
left join neighbourhood on neighbourhood.id = offer.neighbourhood_id
left join funding_source on funding_source.id = batch.funding_source_id
order by batch.received_on, partner.name, offer.name, batch.id
