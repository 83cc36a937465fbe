-- Takes pairs off that a sweep did not find again. What somebody decided about stays, so that
-- the pair waits again when that is undone.
-- $1 when the sweep began
delete from pair_suspicion
where pair_suspicion.seen_at < $1
    and not exists (
        select 1
        from pair_decision
        where pair_decision.first_id = pair_suspicion.first_id
            and pair_decision.second_id = pair_suspicion.second_id
            and pair_decision.undone_at is null
    )
    and not exists (
        select 1
        from person_merge
        where person_merge.undone_at is null
            and person_merge.gone_id in (pair_suspicion.first_id, pair_suspicion.second_id)
    )
