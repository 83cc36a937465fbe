-- The sealed persons behind a line of the access log, by reference: the subject itself, the
-- members of the household, or whoever the award or the card was for; with one who was merged
-- into another, that one as well. One row per person.
-- $1 line, $2 members of its household
with recursive subject as (
    select audit_entry.subject_id as person_id
    from audit_entry
    where audit_entry.id = $1
    union
    select unnest(cast($2 as uuid[]))
    union
    select award.person_id
    from audit_entry
    join award on award.id = audit_entry.subject_id
    where audit_entry.id = $1
    union
    select award.person_id
    from audit_entry
    join award_card on award_card.card_id = audit_entry.subject_id
    join award on award.id = award_card.award_id
    where audit_entry.id = $1
),

behind as (
    select subject.person_id
    from subject
    union
    select person_merge.kept_id
    from behind
    join person_merge on person_merge.gone_id = behind.person_id
    where person_merge.undone_at is null
)

select person.id, person.reference, person.sealed
from person
join behind on behind.person_id = person.id
order by person.reference
