-- Who stands decided not to be the same as a person. One row per other person.
-- $1 person
select
    case
        when pair_decision.first_id = $1 then pair_decision.second_id
        else pair_decision.first_id
    end as other_id
from pair_decision
where pair_decision.undone_at is null
    and pair_decision.verdict = 'not_same'
    and (pair_decision.first_id = $1 or pair_decision.second_id = $1)
