-- When each stocked offer can be used, whether or not any tickets are left.
-- One row per offer and span; null has no limit.
select distinct
    cast(batch.offer_id as text) as offer,
    coalesce(batch.event_date, batch.valid_from, batch.received_on) as first_day,
    coalesce(batch.event_date, batch.valid_to) as last_day
from batch
where batch.unit_kind <> 'scheme_card'
