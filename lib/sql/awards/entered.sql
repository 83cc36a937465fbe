-- An award that was entered before. One row or none.
-- $1 award, $2 person, $3 batch
select award.id, offer.name as offer_name, award.units, batch.ticket_form
from award
join batch on batch.id = award.batch_id
join offer on offer.id = batch.offer_id
where award.id = $1 and award.person_id = $2 and award.batch_id = $3
