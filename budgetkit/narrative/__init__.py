"""The explanatory text of a document (预算编制说明, 情况说明): its sentences, and the amounts and changes they state."""
