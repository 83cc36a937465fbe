-- The rights of a person in a scheme on a day, the longest first. One row per assessment.
-- $1 person, $2 scheme, $3 day
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
    and entitlement.scheme_id = $2
    and $3 between entitlement.valid_from and entitlement.valid_to
    and entitlement.withdrawn_at is null
order by entitlement.valid_to desc, entitlement.id
