-- The offers that a service gave a person of, less what was cancelled. One row per offer.
-- $1 person, $2 service
select distinct batch.offer_id
from award
join batch on batch.id = award.batch_id
left join award_cancellation on award_cancellation.award_id = award.id
where award.person_id = $1
    and award.service_id = $2
    and award_cancellation.award_id is null
