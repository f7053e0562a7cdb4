"""What a rule file may say: its keys and what they take, and the slips that people make in YAML."""
