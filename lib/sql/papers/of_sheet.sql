-- The cards on a sheet. One row per card.
-- $1 keyed hash of the holder's secret
select card_secret.card_id, card_secret.replaced_at
from sheet
join card_secret on card_secret.sheet_id = sheet.id and card_secret.kind = 'qr'
where sheet.holder_hash = $1
