-- The rights of a person on a day. One row per assessment.
-- $1 person, $2 day
select
    entitlement.id,
    entitlement.person_id,
    entitlement.scheme_id,
    entitlement.criterion,
    entitlement.service_id,
    entitlement.valid_from,
    entitlement.valid_to
from entitlement
where entitlement.person_id = $1
    and $2 between entitlement.valid_from and entitlement.valid_to
    and entitlement.withdrawn_at is null
