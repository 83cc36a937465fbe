-- What the rules ask about one batch and what one service has of it. One row.
-- $1 batch, $2 service
select
    batch.id as batch_id,
    offer.name as offer_name,
    offer.partner_id,
    offer.category,
    offer.kind as offer_kind,
    offer.closed_at is not null as is_closed,
    offer.age_from,
    offer.age_to,
    batch.scheme_id,
    batch.unit_kind,
    batch.ticket_form,
    batch.punches_per_unit,
    batch.valid_from,
    batch.valid_to,
    batch.event_date,
    pool.id as pool_id,
    pool.units_left,
    scheme_quota.units_a_year as quota
from batch
join offer on offer.id = batch.offer_id
left join pool on pool.batch_id = batch.id and pool.service_id = $2
left join scheme_quota
    on scheme_quota.scheme_id = batch.scheme_id and scheme_quota.category = offer.category
where batch.id = $1
