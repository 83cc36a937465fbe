-- Frees an identity number that no service has registered any more.
-- $1 hash
delete from person_identifier
where number_hash = $1
    and not exists (
        select 1
        from person_identifier_service
        where person_identifier_service.number_hash = person_identifier.number_hash
    )
