-- Offers that were for once, and have had their last day. One row per offer.
-- $1 today
select batch.offer_id
from batch
join offer on offer.id = batch.offer_id
where offer.availability = 'one_off'
group by batch.offer_id
having
    count(*) = count(coalesce(batch.event_date, batch.valid_to))
    and max(coalesce(batch.event_date, batch.valid_to)) < $1
