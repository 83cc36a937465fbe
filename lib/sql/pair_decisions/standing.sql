-- What stands decided about pairs of persons, the latest first, by case reference.
-- One row per pair; `merged` where the one was merged into the other as decided.
select
    pair_decision.id,
    pair_decision.first_id,
    pair_decision.second_id,
    first_person.reference as first_reference,
    second_person.reference as second_reference,
    pair_decision.verdict,
    staff_user.name as decided_by,
    pair_decision.decided_at,
    exists (
        select 1
        from person_merge
        where person_merge.undone_at is null
            and person_merge.gone_id in (pair_decision.first_id, pair_decision.second_id)
            and person_merge.kept_id in (pair_decision.first_id, pair_decision.second_id)
    ) as merged
from pair_decision
join person as first_person on first_person.id = pair_decision.first_id
join person as second_person on second_person.id = pair_decision.second_id
join staff_user on staff_user.id = pair_decision.decided_by
where pair_decision.undone_at is null
order by pair_decision.decided_at desc, pair_decision.id
