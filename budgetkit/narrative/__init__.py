"""The explanatory text of a document (预算编制说明, 情况说明): sentences, and the amounts they state."""
