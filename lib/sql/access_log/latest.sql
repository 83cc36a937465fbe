-- Lines of the access log, newest first. One row per line.
-- $1 case reference or null for all, $2 whether only strict lines, $3 how many at most
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
where (cast($1 as text) is null or upper(audit_entry.reference) = $1)
    and (not cast($2 as boolean) or audit_entry.strict)
order by audit_entry.noted_at desc, audit_entry.id
limit $3
