-- Pairs that nobody has decided about, both still in the register by themselves. One row per pair.
select
    pair_suspicion.id,
    pair_suspicion.sealed,
    pair_suspicion.first_id,
    pair_suspicion.second_id,
    one.reference as first_reference,
    other.reference as second_reference,
    pair_suspicion.found_at
from pair_suspicion
join person as one on one.id = pair_suspicion.first_id
join person as other on other.id = pair_suspicion.second_id
left join pair_decision
    on pair_decision.first_id = pair_suspicion.first_id
    and pair_decision.second_id = pair_suspicion.second_id
    and pair_decision.undone_at is null
where pair_decision.id is null
    and not exists (
        select 1
        from person_merge
        where person_merge.undone_at is null
            and person_merge.gone_id in (pair_suspicion.first_id, pair_suspicion.second_id)
    )
order by pair_suspicion.id
