-- What a person was awarded by all services, less what was cancelled. One row per award.
-- $1 person, $2 awarded on or after this day
select award.scheme_id, award.category, award.units, award.awarded_on
from award
left join award_cancellation on award_cancellation.award_id = award.id
where award.person_id = $1
    and award.awarded_on >= $2
    and award_cancellation.award_id is null
