-- What a person was awarded by one service, newest first. One row per award.
-- $1 person, $2 service
select
    award.id as award_id,
    offer.id as offer_id,
    offer.name as offer_name,
    batch.unit_kind,
    award.units,
    batch.ticket_form,
    award.awarded_on,
    award_cancellation.award_id is not null as cancelled
from award
join batch on batch.id = award.batch_id
join offer on offer.id = batch.offer_id
left join award_cancellation on award_cancellation.award_id = award.id
where award.person_id = $1 and award.service_id = $2
order by award.awarded_at desc, award.id
