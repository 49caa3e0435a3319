"""Observations (关注点): what stands out in a budget, by rule, each with its evidence and a question to ask."""
