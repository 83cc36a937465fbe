-- What stands decided about one person and others. One row per other person.
-- $1 person
select
    pair_decision.id,
    case
        when pair_decision.first_id = $1 then pair_decision.second_id
        else pair_decision.first_id
    end as other_id
from pair_decision
where pair_decision.undone_at is null
    and (pair_decision.first_id = $1 or pair_decision.second_id = $1)
order by pair_decision.id
