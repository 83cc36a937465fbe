-- A sold card and the store it came from. One row or none.
-- $1 card number
select card.id as card_id, pool.id as pool_id
from card
join card_issue_card on card_issue_card.card_id = card.id
join card_issue on card_issue.id = card_issue_card.issue_id
join pool on pool.batch_id = card_issue.batch_id and pool.service_id is null
where card.number = $1 and card_issue.channel = 'sale'
