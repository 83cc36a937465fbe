-- What one service gave a person in a period, newest first. One row per award.
-- $1 person, $2 service, $3 first day, $4 last day
with balances as (
    select
        award_card.award_id,
        card_balance.punches_given,
        card_balance.punches_left,
        -- A replacement was given nothing new: it has what was left on the lost card, and
        -- there the same punches still stand as left.
        case when award_card.replaces is null then 0 else card_balance.punches_given end
            as taken_over
    from award_card
    join award on award.id = award_card.award_id
    join card_balance on card_balance.card_id = award_card.card_id
    where award.person_id = $1
),

punches as (
    select
        balances.award_id,
        cast(sum(balances.punches_given - balances.taken_over) as integer) as given,
        cast(sum(balances.punches_left - balances.taken_over) as integer) as remaining
    from balances
    group by balances.award_id
)

select
    award.id as award_id,
    offer.name as offer_name,
    award.units,
    batch.ticket_form,
    award.awarded_on,
    coalesce(punches.given, 0) as punches_given,
    coalesce(punches.remaining, 0) as punches_left,
    award.id in (select award_cancellation.award_id from award_cancellation) as cancelled
from award
join batch on batch.id = award.batch_id
join offer on offer.id = batch.offer_id
left join punches on punches.award_id = award.id
where award.person_id = $1
    and award.service_id = $2
    and award.awarded_on between $3 and $4
order by award.awarded_at desc, award.id
