-- What a batch's codes must fit. One row, or none where there is no such batch.
-- $1 batch
select batch.ticket_form, batch.quantity, offer.partner_id
from batch
join offer on offer.id = batch.offer_id
where batch.id = $1
