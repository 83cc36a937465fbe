-- Gives the card of an application that was granted since to the person who goes out again.
-- $1 application, $2 kept person, $3 gone person
update award
set person_id = $3
where person_id = $2
    and id in (
        select application_decision.award_id
        from application_decision
        where application_decision.application_id = $1
    )
