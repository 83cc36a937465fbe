-- A year's own cards of all schemes: out, and punched at least once.
-- One row per scheme and channel; true counts, never to leave the job. The most is of one child, or
-- one card that is nobody's in particular.
-- $1 first day, $2 the day after the last
with recursive lineage as (
    select award_card.card_id as first_card, award_card.card_id
    from award_card
    where award_card.replaces is null
    union all
    select lineage.first_card, award_card.card_id
    from lineage
    join award_card on award_card.replaces = lineage.card_id
),

out as (
    select
        award_card.card_id,
        award.scheme_id,
        'awarded' as channel,
        count(*) over (partition by award.person_id, award.scheme_id) as had
    from award
    join award_card on award_card.award_id = award.id
    join batch on batch.id = award.batch_id
    where award.awarded_on >= $1
        and award.awarded_on < $2
        and batch.unit_kind = 'scheme_card'
        and award_card.replaces is null
        and award.id not in (select award_cancellation.award_id from award_cancellation)
    union all
    select card_issue_card.card_id, card_issue.scheme_id, card_issue.channel, 1 as had
    from card_issue
    join card_issue_card on card_issue_card.issue_id = card_issue.id
    where card_issue.issued_on >= $1
        and card_issue.issued_on < $2
        and card_issue_card.card_id not in (select card_return.card_id from card_return)
),

punched as (
    -- One that was lost and replaced is one card still.
    select distinct coalesce(lineage.first_card, redemption.card_id) as card_id
    from redemption
    left join lineage on lineage.card_id = redemption.card_id
    left join redemption_undo on redemption_undo.redemption_id = redemption.id
    where redemption.redeemed_on < $2 and redemption_undo.redemption_id is null
)

select
    cast(out.scheme_id as text) as scheme,
    out.channel,
    count(*) as issued,
    count(punched.card_id) as used,
    max(out.had) as most
from out
left join punched on punched.card_id = out.card_id
group by out.scheme_id, out.channel
