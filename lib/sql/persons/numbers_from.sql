-- A person's identity numbers that one service has registered. One row per number.
-- $1 person, $2 service
select
    person_identifier.number_hash,
    person_identifier.kind,
    person_identifier_service.id,
    person_identifier_service.sealed
from person_identifier
join person_identifier_service
    on person_identifier_service.number_hash = person_identifier.number_hash
where person_identifier.person_id = $1 and person_identifier_service.service_id = $2
