-- A service's assessments that end in a span and that no later one follows, soonest first.
-- One row per person and scheme.
-- $1 service, $2 first day, $3 last day
select
    entitlement.id as entitlement_id,
    entitlement.person_id,
    person.reference as person_reference,
    entitlement.scheme_id,
    scheme.name as scheme_name,
    entitlement.criterion,
    scheme_criterion.name as criterion_name,
    scheme_criterion.retired as criterion_retired,
    entitlement.valid_to
from entitlement
join person on person.id = entitlement.person_id
join scheme on scheme.id = entitlement.scheme_id
join scheme_criterion
    on scheme_criterion.scheme_id = entitlement.scheme_id
    and scheme_criterion.code = entitlement.criterion
where entitlement.service_id = $1
    and entitlement.valid_to between $2 and $3
    and entitlement.withdrawn_at is null
    and (scheme.valid_to is null or scheme.valid_to > entitlement.valid_to)
    and exists (
        select 1
        from membership
        where membership.person_id = entitlement.person_id
            and membership.service_id = entitlement.service_id
            and not membership.ended
    )
    and not exists (
        select 1
        from entitlement as later
        where later.person_id = entitlement.person_id
            and later.scheme_id = entitlement.scheme_id
            and later.withdrawn_at is null
            and (later.valid_to > entitlement.valid_to
                or (later.valid_to = entitlement.valid_to and later.id > entitlement.id))
    )
order by entitlement.valid_to, person.reference, scheme.name
