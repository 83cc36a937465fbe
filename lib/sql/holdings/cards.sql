-- A person's cards from one service that have not run out, newest first. One row per card.
-- $1 person, $2 service, $3 day
with punches as (
    select
        award_card.card_id,
        batch.unit_kind,
        cast(coalesce(sum(card_balance.punches_given), 0) as integer) as given,
        cast(coalesce(sum(card_balance.punches_left), 0) as integer) as remaining
    from award
    join batch on batch.id = award.batch_id
    join award_card on award_card.award_id = award.id
    left join card_balance on card_balance.card_id = award_card.card_id
    where award.person_id = $1 and award.service_id = $2
    group by award_card.card_id, batch.unit_kind
)

select
    card.id as card_id,
    card.number,
    card.offer_name,
    punches.unit_kind,
    punches.given as punches_given,
    punches.remaining as punches_left,
    card_money.left_ore,
    card.replaces_lost,
    card.valid_to,
    exists (
        select 1
        from card_secret
        where card_secret.card_id = card.id and card_secret.replaced_at is null
    ) as handed_out,
    card_block.card_id is not null as blocked,
    replacement.number as replaced_by
from punches
join card on card.id = punches.card_id
left join card_money on card_money.card_id = card.id
left join card_block on card_block.card_id = card.id
left join award_card as taking_over on taking_over.replaces = card.id
left join card as replacement on replacement.id = taking_over.card_id
where card.valid_to is null or card.valid_to >= $3
order by card.number desc
