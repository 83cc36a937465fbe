-- Units of a category a person got in a period, by all services and by others. One row.
-- $1 person, $2 scheme, $3 category, $4 first day, $5 last day, $6 own service
select
    cast(coalesce(sum(award.units), 0) as integer) as by_all,
    cast(
        coalesce(sum(case when award.service_id <> $6 then award.units end), 0) as integer
    ) as by_others
from award
where award.person_id = $1
    and award.scheme_id = $2
    and award.category = $3
    and award.awarded_on between $4 and $5
    and award.id not in (select award_cancellation.award_id from award_cancellation)
