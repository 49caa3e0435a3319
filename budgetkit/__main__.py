"""`python -m budgetkit` is the `budgetkit` command."""

from budgetkit.cli import main

main()
