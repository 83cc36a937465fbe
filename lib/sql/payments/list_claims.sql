-- Puts every approved claim on the payment of its partner on one list.
-- $1 payment list
update claim
set state = 'listed', payment_id = payment.id
from payment
where payment.payment_list_id = $1
    and payment.partner_id = claim.partner_id
    and claim.state = 'approved'
