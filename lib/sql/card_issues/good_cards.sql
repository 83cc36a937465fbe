-- The cards of an issue that are not blocked, by number. One row per card.
-- $1 issue
select card.id as card_id
from card_issue_card
join card on card.id = card_issue_card.card_id
where card_issue_card.issue_id = $1
    and card.id not in (select card_block.card_id from card_block)
order by card.number
