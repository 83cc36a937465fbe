-- What a person was awarded by all services. One row per award.
-- $1 person
select
    award.id as award_id,
    award.service_id,
    award.scheme_id,
    award.category,
    award.batch_id,
    award.units,
    award.awarded_on,
    award.awarded_at,
    award_cancellation.award_id is not null as cancelled
from award
left join award_cancellation on award_cancellation.award_id = award.id
where award.person_id = $1
