-- What a person was awarded by one service. One row per award.
-- $1 person, $2 service
select
    award.id as award_id,
    award.batch_id,
    award.units,
    award.awarded_on,
    award.awarded_at,
    award_cancellation.award_id is not null as cancelled
from award
left join award_cancellation on award_cancellation.award_id = award.id
where award.person_id = $1 and award.service_id = $2
