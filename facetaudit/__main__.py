"""`python -m facetaudit` is the command line."""

from facetaudit.cli import main

main()
