"""Two runs beside each other: which documents differ, by what kinds, rules and sites."""
