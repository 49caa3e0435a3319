"""Clean tables to results that an analyst would sign: each with unit, base, years, sources and caveats."""
