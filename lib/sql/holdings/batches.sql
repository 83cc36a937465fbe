-- What each batch is of. One row per batch.
select
    batch.id as batch_id,
    batch.unit_kind,
    batch.ticket_form,
    offer.id as offer_id,
    offer.name as offer_name
from batch
join offer on offer.id = batch.offer_id
