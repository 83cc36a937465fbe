-- Applications with what came of them, the oldest first. One row per application.
-- $1 service, $2 person, or null for all, $3 application, or null for all
select
    application.id,
    application.person_id,
    person.reference,
    application.scheme_id,
    scheme.name as scheme_name,
    scheme.owner_unit as scheme_owner,
    application.service_id,
    application.received_on,
    application_decision.outcome,
    application_decision.reason,
    application_decision.award_id,
    application_decision.decided_on,
    staff_user.name as decided_by,
    exists (
        select 1
        from membership
        where membership.person_id = application.person_id
            and membership.service_id = application.service_id
            and not membership.ended
    ) as still_known
from application
join person on person.id = application.person_id
join scheme on scheme.id = application.scheme_id
left join application_decision on application_decision.application_id = application.id
left join staff_user on staff_user.id = application_decision.decided_by
where application.service_id = $1
    and (cast($2 as uuid) is null or application.person_id = $2)
    and (cast($3 as uuid) is null or application.id = $3)
order by application.received_on, application.registered_at, application.id
