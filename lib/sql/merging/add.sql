-- Enters a merge.
-- $1 id, $2 kept person, $3 gone person, $4 sealed protections, $5 staff user, $6 when
insert into person_merge (id, number, kept_id, gone_id, sealed, merged_by, merged_at)
values ($1, nextval('person_merge_number'), $2, $3, $4, $5, $6)
