-- Lines of the access log before a moment, newest first. One row per line.
-- A case reference finds the person's own lines, and the looks at a household that showed them:
-- a service sees those members of it that it registered itself.
-- $1 case reference or null for all, $2 whether only strict lines, $3 whether sign-ins are left out,
-- $4 before this moment, or null, $5 how many at most, $6 the case's persons
-- lists of equal length, where they lived: $7 households, $8 as known to services
select
    audit_entry.id,
    audit_entry.noted_at,
    audit_entry.act,
    staff_user.name as staff_name,
    service.name as service_name,
    audit_entry.reference,
    audit_entry.outcome,
    audit_entry.justification,
    audit_entry.strict,
    audit_entry.subject_id is not null as has_subject
from audit_entry
left join staff_user on staff_user.id = audit_entry.staff_user_id
left join service on service.id = audit_entry.service_id
where (
        cast($1 as text) is null
        or upper(audit_entry.reference) = $1
        or audit_entry.subject_id in (select unnest(cast($6 as uuid[])))
        or exists (
            select 1
            from (
                select
                    unnest(cast($7 as uuid[])) as household_id,
                    unnest(cast($8 as uuid[])) as service_id
            ) as homes
            where homes.household_id = audit_entry.subject_id
                and homes.service_id = audit_entry.service_id
        )
    )
    and (not cast($2 as boolean) or audit_entry.strict)
    and (not cast($3 as boolean) or audit_entry.act not in ('signed_in', 'sign_in_refused'))
    and (cast($4 as timestamp) is null or audit_entry.noted_at < $4)
order by audit_entry.noted_at desc, audit_entry.id
limit $5
